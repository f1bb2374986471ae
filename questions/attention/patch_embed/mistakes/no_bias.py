"""The bias is left out.

A linear layer has one unless it says otherwise, and the patch embedding of a ViT does.

Caught by: test_bias
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight.reshape(len(weight), -1).T
