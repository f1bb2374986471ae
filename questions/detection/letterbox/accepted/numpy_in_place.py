"""NumPy on a copy, with sizes as arrays."""

import numpy as np


def letterbox(boxes, shape, size):
    shape, size = np.array(shape), np.array(size)
    scale = (size / shape).min()
    top, left = (size - np.rint(shape * scale).astype(int)) // 2
    result = boxes.copy()
    result *= scale
    result[:, 0::2] += left
    result[:, 1::2] += top
    return result, scale, (left, top)
