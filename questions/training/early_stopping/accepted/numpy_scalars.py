"""NumPy scalars, with a comparison that is chosen once."""

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0, mode="min"):
        self.gain = np.subtract if mode == "max" else lambda value, best: np.subtract(best, value)
        self.left = self.patience = patience
        self.min_delta = min_delta
        self.best = self.best_step = None
        self.now = -1

    def step(self, value):
        self.now += 1
        better = np.isfinite(value) if self.best is None else self.gain(value, self.best) > self.min_delta
        if better:
            self.best, self.best_step, self.left = value, self.now, self.patience
        else:
            self.left -= 1
        return bool(self.left <= 0)
