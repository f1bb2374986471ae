"""NumPy, back through the graph: normalized value, variance, mean."""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    shape = x.shape
    c = shape[1]
    dy, x = (np.moveaxis(a, 1, -1).reshape(-1, c) for a in (dy, x))
    n = max(len(x), 1)
    mean = x.sum(axis=0) / n
    centered = x - mean
    root = np.sqrt((centered**2).sum(axis=0) / n + eps)
    dx_hat = dy * gamma
    dvar = (dx_hat * centered).sum(axis=0) * -0.5 / root**3
    dmean = -dx_hat.sum(axis=0) / root - 2 * dvar * centered.sum(axis=0) / n
    dx = dx_hat / root + dvar * 2 * centered / n + dmean / n
    order = (shape[0], *shape[2:], c)
    return np.moveaxis(dx.reshape(order), -1, 1), (dy * centered / root).sum(axis=0), dy.sum(axis=0)
