# question: cnn/conv2d
import numpy as np


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Cross-correlation of every image with every filter.

    Args:
        x: (N, C, H, W) floats.
        weight: (O, C / groups, kh, kw) floats.
        bias: (O,) floats, or None.
        stride: an int or (h, w).
        padding: an int or (h, w), zeros on both sides.
        dilation: an int or (h, w), the distance between taps.
        groups: an int that divides C and O.

    Returns:
        (N, O, H', W') floats.
    """
    raise NotImplementedError("write me")
