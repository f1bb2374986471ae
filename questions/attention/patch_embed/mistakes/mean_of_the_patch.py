"""The products are averaged over the patch instead of summed.

A linear layer sums; the scale is in its weights.

Caught by: test_whole_patch_is_summed
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 1, 3, 5)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat / flat.shape[-1] @ weight.reshape(len(weight), -1).T + bias
