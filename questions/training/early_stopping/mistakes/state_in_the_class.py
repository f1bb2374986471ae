"""All objects share one state.

Attributes of the class belong to every object, and `EarlyStopping.best = ...` writes to the class. State
belongs to `self`.

Caught by: test_two_at_once
Page: early-stopping
"""

import math


class EarlyStopping:
    best = best_step = None

    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.count = self.waited = 0

    def improves(self, value):
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            EarlyStopping.best, EarlyStopping.best_step = value, self.count
            self.waited = 0
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
