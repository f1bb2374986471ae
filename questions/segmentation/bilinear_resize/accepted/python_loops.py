"""Plain Python, four weights for each output pixel."""

import numpy as np


def place(i, old, new, align_corners):
    if align_corners:
        at = i * (old - 1) / (new - 1) if new > 1 else 0.0
    else:
        at = min(max((i + 0.5) * old / new - 0.5, 0.0), old - 1.0)
    low = min(int(at), old - 1)
    return low, min(low + 1, old - 1), at - low


def bilinear_resize(x, size, align_corners=False):
    n, c, h, w = x.shape
    out = np.zeros((n, c, size[0], size[1]))
    for a in range(n):
        for b in range(c):
            plane = x[a, b].tolist()
            for i in range(size[0]):
                top, bottom, u = place(i, h, size[0], align_corners)
                for j in range(size[1]):
                    left, right, v = place(j, w, size[1], align_corners)
                    above = plane[top][left] * (1 - v) + plane[top][right] * v
                    below = plane[bottom][left] * (1 - v) + plane[bottom][right] * v
                    out[a, b, i, j] = above * (1 - u) + below * u
    return out
