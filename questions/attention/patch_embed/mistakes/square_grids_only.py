"""The number of patches in a row is taken for both directions.

Height and width may differ; the shape happens to fit for square images only.

Caught by: test_shape
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows = columns = w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight.reshape(len(weight), -1).T + bias
