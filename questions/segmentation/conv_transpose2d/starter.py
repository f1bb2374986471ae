# question: segmentation/conv_transpose2d
import numpy as np


def conv_transpose2d(x, weight, bias=None, stride=1, padding=0):
    """Transposed convolution.

    Args:
        x: (N, C, H, W) floats.
        weight: (C, O, kh, kw) floats.
        bias: (O,) floats or None.
        stride: an int or (h, w).
        padding: an int or (h, w), cut off on each side.

    Returns:
        (N, O, (H - 1) * stride - 2 * padding + kh, likewise).
    """
    raise NotImplementedError("write me")
