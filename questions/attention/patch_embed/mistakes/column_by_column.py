"""The patches are numbered column by column.

Positions are learned for a place in the sequence; the order is row by row.

Caught by: test_pixels[the upper left pixel of each, row by row]
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 4, 2, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight.reshape(len(weight), -1).T + bias
