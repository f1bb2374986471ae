"""The mode is ignored: smaller is always better.

For an accuracy the best epoch is then the worst one, and the run is stopped while it improves.

Caught by: test_accuracy[larger is better]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1
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
        self.count += 1
        return self.waited >= self.patience
