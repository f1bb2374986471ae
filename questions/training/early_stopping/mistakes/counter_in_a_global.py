"""The steps without an improvement are counted in a global variable.

The counter belongs to the module, so two objects count together: bad steps of one use up the patience of the
other, and an improvement of one resets both. What an object remembers belongs to `self`.

Caught by: test_interleaved[another patience]
Page: early-stopping
"""

import math

waited = 0


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        global waited
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.best_step = None
        self.count = waited = 0

    def improves(self, value):
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        global waited
        waited += 1
        if self.improves(value):
            self.best, self.best_step = value, self.count
            waited = 0
        self.count += 1
        return waited >= self.patience
