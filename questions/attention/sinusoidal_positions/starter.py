# question: attention/sinusoidal_positions
import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    """Sines and cosines of each position, at dim/2 frequencies.

    Args:
        length: number of positions, from 0.
        dim: columns, even.
        base: columns 2i and 2i+1 are sine and cosine of position * base^(-2i/dim).

    Returns:
        (length, dim) floats.
    """
    raise NotImplementedError("write me")
