"""The best value follows small gains that do not count.

If best moves without an improvement, many small gains never add up to min_delta, and a run that improves slowly
is stopped. best, best_step and the count change together or not at all.

Caught by: test_small_gains_do_not_move_the_mark, test_attributes
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.best_step = None
        self.count = self.waited = 0

    def improves(self, value):
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        if self.best is None:
            self.count += 1
            return self.waited >= self.patience
        if math.isfinite(value) and self.sign * (self.best - value) > 0:
            self.best = value
        self.count += 1
        return self.waited >= self.patience
