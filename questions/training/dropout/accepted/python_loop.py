"""Plain Python over flat lists."""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    out = []
    for value, noise in zip(x.ravel().tolist(), u.ravel().tolist()):
        out.append(value / (1 - p) if noise >= p else 0.0)
    return np.array(out, dtype=float).reshape(x.shape)
