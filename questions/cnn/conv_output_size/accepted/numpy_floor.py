"""NumPy, the formula with a floor."""

import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    last = size + 2 * padding - 1 - dilation * (kernel - 1)
    if last < 0:
        raise ValueError("does not fit")
    return int(np.floor(last / stride)) + 1
