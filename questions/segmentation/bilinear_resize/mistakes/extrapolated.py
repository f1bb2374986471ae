"""Outside of the outer centers the line is continued.

Clamping the neighbors alone leaves a weight outside of [0, 1], and values beyond any in the image appear at
its border. Clamp the coordinate before the weight is computed.

Caught by: test_edges_aligned[2 to 4: the ends are clamped]
Page: mistakes-bilinear
"""

import numpy as np


def neighbors(size_in, size_out, align_corners):
    i = np.arange(size_out)
    if align_corners:
        at = i * ((size_in - 1) / (size_out - 1)) if size_out > 1 else np.zeros(1)
    else:
        at = (i + 0.5) * (size_in / size_out) - 0.5
    low = np.clip(np.floor(at).astype(int), 0, max(size_in - 2, 0))
    return low, np.minimum(low + 1, size_in - 1), at - low


def bilinear_resize(x, size, align_corners=False):
    top, bottom, ty = neighbors(x.shape[2], size[0], align_corners)
    left, right, tx = neighbors(x.shape[3], size[1], align_corners)
    rows = x[:, :, top] * (1 - ty)[:, None] + x[:, :, bottom] * ty[:, None]
    return rows[..., left] * (1 - tx) + rows[..., right] * tx
