# question: attention/se_block
import numpy as np


def se_block(x, w1, b1, w2, b2):
    """Multiply each channel by sigmoid(w2 relu(w1 means + b1) + b2), the means taken over its pixels.

    Args:
        x: (N, C, H, W) floats.
        w1: (C/r, C) floats.
        b1: (C/r,) floats.
        w2: (C, C/r) floats.
        b2: (C,) floats.

    Returns:
        (N, C, H, W) floats.
    """
    raise NotImplementedError("write me")
