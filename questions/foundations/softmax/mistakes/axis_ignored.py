"""`axis` is accepted but not used.

The last axis is always the one that sums to 1. For class maps (N, C, H, W) that is the width of the image
instead of the classes, the shape is right, and nothing complains. Hand `axis` on to every reduction.

Caught by: test_rows_and_columns[columns]
Page: axis
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
