# question: attention/rope
import numpy as np


def rope(x, positions, base=10000.0):
    """Rotate each pair (2i, 2i+1) of features by position * base^(-2i/D).

    Args:
        x: (..., T, D) floats, D even.
        positions: (T,) integers or floats.
        base: a number above 1.

    Returns:
        Like x.
    """
    raise NotImplementedError("write me")
