"""NumPy: bilinear values at all pairs of rows and columns."""

import numpy as np


def at(features, y, x):
    """(C, Y, X): bilinear values at all pairs of these places."""
    _, height, width = features.shape
    inside = ((y >= -1) & (y <= height))[:, None] & ((x >= -1) & (x <= width))
    y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    y1, x1 = np.minimum(y0 + 1, height - 1), np.minimum(x0 + 1, width - 1)
    fy, fx = (y - y0)[:, None], x - x0
    top = features[:, y0][:, :, x0] * (1 - fx) + features[:, y0][:, :, x1] * fx
    bottom = features[:, y1][:, :, x0] * (1 - fx) + features[:, y1][:, :, x1] * fx
    return np.where(inside, top * (1 - fy) + bottom * fy, 0)


def roi_align(features, boxes, output_size, spatial_scale, sampling_ratio):
    h, w = output_size
    s = sampling_ratio
    out = np.zeros((len(boxes), len(features), h, w))
    for r, box in enumerate(boxes):
        x1, y1, x2, y2 = box * spatial_scale - 0.5
        y = y1 + (y2 - y1) * (np.arange(h * s) + 0.5) / (h * s)
        x = x1 + (x2 - x1) * (np.arange(w * s) + 0.5) / (w * s)
        values = at(features, y, x)
        out[r] = values.reshape(len(features), h, s, w, s).mean(axis=(2, 4))
    return out
