"""NumPy: the factor is capped instead of its logarithm, where exp may overflow on the way."""

import numpy as np


def decode_boxes(deltas, anchors):
    x1, y1, x2, y2 = anchors.T
    w, h = x2 - x1, y2 - y1
    cx, cy = (x1 + x2) / 2 + deltas[:, 0] * w, (y1 + y2) / 2 + deltas[:, 1] * h
    with np.errstate(over="ignore"):
        fw, fh = np.minimum(np.exp(deltas[:, 2]), 62.5), np.minimum(np.exp(deltas[:, 3]), 62.5)
    return np.stack([cx - fw * w / 2, cy - fh * h / 2, cx + fw * w / 2, cy + fh * h / 2], axis=1)
