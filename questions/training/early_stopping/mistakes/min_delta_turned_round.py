"""min_delta has the wrong sign for an accuracy.

`value > best - min_delta` accepts values that are a little worse than the best as improvements. The margin
makes it harder in both modes: value > best + min_delta.

Caught by: test_min_delta[a little worse, upwards]
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
        if self.sign == 1:
            return value < self.best - self.min_delta
        return value > self.best - self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
