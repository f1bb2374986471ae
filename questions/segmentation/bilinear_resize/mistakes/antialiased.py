"""Shrinking averages over all pixels that are covered.

That is antialiasing, and often the better idea (`antialias=True`). Here only the two nearest pixels of each
axis count, as asked.

Caught by: test_edges_aligned[6 to 2: no antialiasing]
Page: mistakes-bilinear
"""

import numpy as np


def matrix(size_in, size_out, align_corners):
    if align_corners:
        at = np.linspace(0, size_in - 1, size_out)
        reach = 1.0
    else:
        at = np.clip((np.arange(size_out) + 0.5) * size_in / size_out - 0.5, 0, size_in - 1)
        reach = max(1.0, size_in / size_out)
    hat = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(size_in)) / reach)
    return hat / hat.sum(axis=1, keepdims=True)


def bilinear_resize(x, size, align_corners=False):
    down = matrix(x.shape[2], size[0], align_corners)
    across = matrix(x.shape[3], size[1], align_corners)
    return np.einsum("hi,ncij,wj->nchw", down, x, across)
