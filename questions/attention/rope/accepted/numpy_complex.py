"""NumPy, a product of complex numbers."""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    turn = np.exp(1j * np.outer(positions, base ** (-2.0 * np.arange(d // 2) / d)))
    turned = (x[..., 0::2] + 1j * x[..., 1::2]) * turn
    out = np.empty(x.shape)
    out[..., 0::2], out[..., 1::2] = turned.real, turned.imag
    return out
