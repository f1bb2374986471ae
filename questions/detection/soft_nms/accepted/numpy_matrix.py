"""NumPy: logarithms of the scores, and the decays of all pairs made beforehand."""

import numpy as np


def soft_nms(boxes, scores, sigma=0.5, score_threshold=0.001):
    n = len(boxes)
    lo = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    hi = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    union = area[:, None] + area - inter
    decay = np.exp(-((inter / np.where(union > 0, union, 1)) ** 2) / sigma)
    left, free = scores.astype(np.float64), np.ones(n, dtype=bool)
    keep, kept = np.zeros(n, dtype=np.int64), np.zeros(n)
    count = 0
    while free.any():
        best = int(np.where(free, left, -np.inf).argmax())
        if left[best] < score_threshold:
            break
        keep[count], kept[count] = best, left[best]
        count += 1
        free[best] = False
        left[free] *= decay[best, free]
    return keep[:count], kept[:count]
