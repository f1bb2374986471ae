"""best starts as an infinite number, best_step as 0.

The comparisons work out, but a caller who asks before the first value, or after nothing but NaN, is told of a
best step 0 that never was.

Caught by: test_attributes, test_nan[only NaN]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best, self.best_step = self.sign * math.inf, 0
        self.count = self.waited = 0

    def improves(self, value):
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
