"""A patch is flattened as row, column, channel.

The weight is flattened as channel, row, column; each number then meets another one's weight. Some code bases use
channels last for both, which is fine. With one channel it does not show.

Caught by: test_channels
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    n, c, h, w = x.shape
    rows, columns = h // patch, w // patch
    cut = x.reshape(n, c, rows, patch, columns, patch).transpose(0, 2, 4, 3, 5, 1)
    flat = cut.reshape(n, rows * columns, c * patch * patch)
    return flat @ weight.reshape(len(weight), -1).T + bias
