"""The value is compared with the one before, not with the best.

A curve that jumps up and then falls slowly back is "improving" at every step and still worse than it was.

Caught by: test_sequence[better than the last one, not than the best]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.best_step = self.last = None
        self.count = self.waited = 0

    def improves(self, value):
        last, self.last = self.last, value
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (last - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
