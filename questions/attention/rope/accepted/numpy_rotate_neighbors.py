"""NumPy: x * cos + (x with its neighbors exchanged) * signed sin."""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = np.repeat(np.outer(positions, base ** (-np.arange(0, d, 2) / d)), 2, axis=-1)
    exchanged = x.reshape(*x.shape[:-1], d // 2, 2)[..., ::-1] * [-1.0, 1.0]
    return x * np.cos(angles) + exchanged.reshape(x.shape) * np.sin(angles)
