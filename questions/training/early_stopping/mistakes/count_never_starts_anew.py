"""An improvement does not start the count anew.

Patience counts failures in a row. Here they add up over the whole run, and a long run that improves now and
then is stopped.

Caught by: test_sequence[an improvement starts the count anew]
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
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, self.count
        else:
            self.waited += 1
        self.count += 1
        return self.waited >= self.patience
