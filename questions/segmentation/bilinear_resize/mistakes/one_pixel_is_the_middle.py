"""One output pixel is the middle when corners are aligned.

A sensible wish, and what `align_corners=False` gives. With aligned corners PyTorch takes the first pixel.

Caught by: test_corners_aligned[3 to 1: the first]
Page: mistakes-bilinear
"""

import numpy as np


def neighbors(size_in, size_out, align_corners):
    i = np.arange(size_out)
    if align_corners:
        at = i * ((size_in - 1) / (size_out - 1)) if size_out > 1 else np.full(1, (size_in - 1) / 2)
    else:
        at = (i + 0.5) * (size_in / size_out) - 0.5
    at = np.clip(at, 0, size_in - 1)
    low = np.floor(at).astype(int)
    return low, np.minimum(low + 1, size_in - 1), at - low


def bilinear_resize(x, size, align_corners=False):
    top, bottom, ty = neighbors(x.shape[2], size[0], align_corners)
    left, right, tx = neighbors(x.shape[3], size[1], align_corners)
    rows = x[:, :, top] * (1 - ty)[:, None] + x[:, :, bottom] * ty[:, None]
    return rows[..., left] * (1 - tx) + rows[..., right] * tx
