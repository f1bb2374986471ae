"""The stride is 1: there is a window at every pixel.

That gives (H - p + 1)(W - p + 1) tokens instead of (H / p)(W / p). Patches do not overlap.

Caught by: test_shape
Page: patch-embedding
"""

import numpy as np


def patch_embed(x, weight, bias, patch):
    windows = np.lib.stride_tricks.sliding_window_view(x, (patch, patch), axis=(2, 3))
    tokens = np.einsum("nchwpq,dcpq->nhwd", windows, weight) + bias
    return tokens.reshape(len(x), -1, len(bias))
