"""Plain Python that looks back over the last steps."""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best = self.best_step = None
        self.improved = []

    def improves(self, value):
        if self.best is None:
            return math.isfinite(value)
        return self.sign * (self.best - value) > self.min_delta

    def step(self, value):
        if self.improves(value):
            self.best, self.best_step = value, len(self.improved)
            self.improved.append(True)
        else:
            self.improved.append(False)
        last = self.improved[-self.patience :]
        return len(last) == self.patience and not any(better for better in last)
