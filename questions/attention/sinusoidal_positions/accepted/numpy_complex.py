"""NumPy: real and imaginary part of exp(i * angle), seen as pairs of floats."""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    angles = np.arange(length)[:, None] / base ** (np.arange(dim // 2) * 2 / dim)
    turned = np.exp(1j * angles)
    return np.stack([turned.imag, turned.real], axis=-1).reshape(length, -1)
