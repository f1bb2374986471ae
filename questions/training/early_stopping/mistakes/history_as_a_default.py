"""The history is a default argument.

`history=[]` is evaluated once, when the function is defined, so all objects append to the same list. A second object then
starts with the values of the first. Write `self.history = []` in `__init__`.

Caught by: test_interleaved[the same settings]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min", history=[]):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.history = history
        self.best = self.best_step = None

    def improves(self, value):
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        improved = self.improves(value)
        if improved:
            self.best, self.best_step = value, len(self.history)
        self.history.append(improved)
        return len(self.history) >= self.patience and not any(self.history[-self.patience :])
