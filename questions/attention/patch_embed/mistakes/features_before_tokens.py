"""The result is (N, D, T): the features are not moved to the end.

That is what a convolution and flatten(2) give. A Transformer wants tokens before features: transpose(1, 2).

Caught by: test_two_features
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return (flat @ weight.reshape(len(weight), -1).T + bias).transpose(0, 2, 1)
