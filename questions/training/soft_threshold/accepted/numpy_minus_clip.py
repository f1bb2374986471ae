"""NumPy, w minus what is taken away."""

import numpy as np


def soft_threshold(w, lam):
    return w - np.clip(w, -lam, lam)
