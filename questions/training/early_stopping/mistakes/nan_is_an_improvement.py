"""The comparison is written the wrong way round for NaN.

"Not worse" is not "better": for NaN both comparisons are false, so `not (gain <= min_delta)` is true, NaN
becomes the best and the count starts anew.

Caught by: test_nan[diverged]
Page: reference-implementation
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
        return not self.sign * (self.best - value) <= self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
