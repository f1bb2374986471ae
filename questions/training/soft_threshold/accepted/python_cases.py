"""Plain Python, three cases."""

import numpy as np


def one(w, lam):
    if w > lam:
        return w - lam
    if w < -lam:
        return w + lam
    return 0.0


def soft_threshold(w, lam):
    return np.array([one(value, lam) for value in w.ravel().tolist()], dtype=float).reshape(w.shape)
