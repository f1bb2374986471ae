"""The settings are attributes of the class.

`EarlyStopping.sign = ...` sets it for every object, also for those made before: after an accuracy is watched as well,
the loss is compared upwards. Settings belong to `self`.

Caught by: test_interleaved[another mode]
Page: early-stopping
"""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        EarlyStopping.patience, EarlyStopping.min_delta = patience, min_delta
        EarlyStopping.sign = 1 if mode == "min" else -1
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
