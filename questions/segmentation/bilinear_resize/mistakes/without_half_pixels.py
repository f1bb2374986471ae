"""Output pixel i is read at i * in / out.

That lays the *centers* of the first pixels onto each other and nothing else (ONNX calls it asymmetric): the
image is shifted up and left, at a factor of 2 by a quarter of an input pixel. The centers are at half pixels:
add one half, scale, take one half away.

Caught by: test_edges_aligned[2 to 4: the ends are clamped]
Page: mistakes-bilinear
"""

import numpy as np


def neighbors(size_in, size_out, align_corners):
    i = np.arange(size_out)
    if align_corners:
        at = i * ((size_in - 1) / (size_out - 1)) if size_out > 1 else np.zeros(1)
    else:
        at = i * (size_in / size_out)
    at = np.clip(at, 0, size_in - 1)
    low = np.floor(at).astype(int)
    return low, np.minimum(low + 1, size_in - 1), at - low


def bilinear_resize(x, size, align_corners=False):
    top, bottom, ty = neighbors(x.shape[2], size[0], align_corners)
    left, right, tx = neighbors(x.shape[3], size[1], align_corners)
    rows = x[:, :, top] * (1 - ty)[:, None] + x[:, :, bottom] * ty[:, None]
    return rows[..., left] * (1 - tx) + rows[..., right] * tx
