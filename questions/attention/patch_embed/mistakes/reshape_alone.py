"""The image is reshaped to patches without a transpose.

Memory runs along the rows of the *image*, so a "patch" becomes a piece of a row. The six axes have to be put in
order first.

Caught by: test_pixels[the upper left pixel of each, row by row]
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight.reshape(len(weight), -1).T + bias
