"""(N, D, T) is reshaped to (N, T, D).

The shape is right, and every token holds values of one feature at neighboring places. Exchanging axes needs a
transpose.

Caught by: test_two_features
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    tokens = flat @ weight.reshape(len(weight), -1).T + bias
    return tokens.transpose(0, 2, 1).reshape(tokens.shape)
