"""NumPy is not needed, but counts as well: the starts as a range of NumPy."""

import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    starts = np.arange(0, size + 2 * padding - dilation * (kernel - 1), stride)
    if len(starts) == 0:
        raise ValueError("the kernel does not fit")
    return len(starts)
