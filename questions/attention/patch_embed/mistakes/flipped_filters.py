"""The filters are flipped, as in a convolution of signal processing.

Deep learning's convolution is a cross-correlation: the first weight meets the first pixel.

Caught by: test_filters_are_not_flipped
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight[:, :, ::-1, ::-1].reshape(len(weight), -1).T + bias
