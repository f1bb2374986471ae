"""NumPy, sign and maximum."""

import numpy as np


def soft_threshold(w, lam):
    return np.sign(w) * np.maximum(np.abs(w) - lam, 0)
