"""Plain Python that keeps all values and computes everything anew."""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.values = []

    def found(self):
        best = where = None
        for i, value in enumerate(self.values):
            if best is None:
                better = math.isfinite(value)
            elif self.mode == "max":
                better = value - best > self.min_delta
            else:
                better = best - value > self.min_delta
            if better:
                best, where = value, i
        return best, where

    @property
    def best(self):
        return self.found()[0]

    @property
    def best_step(self):
        return self.found()[1]

    def step(self, value):
        self.values.append(value)
        where = self.best_step
        return len(self.values) - 1 - (-1 if where is None else where) >= self.patience
