"""Once it said stop, it always does.

A flag that is set and never cleared. The caller may go on after a warning; an improvement makes the answer
False again.

Caught by: test_sequence[False again after an improvement]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.best_step = None
        self.count = self.waited = 0
        self.stop = False

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
        self.stop = self.stop or self.waited >= self.patience
        return self.stop
