"""`axis` is accepted but not used.

The exponentials of the last axis sum to 1, whichever was asked for. For class maps (N, C, H, W) that is the
width of the image. The shape is right, so nothing complains. Hand `axis` on to every reduction.

Caught by: test_rows_and_columns[columns]
Page: axis
"""

import numpy as np


def log_softmax(x, axis=-1):
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
