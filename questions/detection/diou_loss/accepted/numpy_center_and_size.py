"""NumPy by way of centers and sizes: the distance of the centers gives overlap and hull in each axis."""

import numpy as np


def diou_loss(pred, target):
    size_p, size_t = pred[:, 2:] - pred[:, :2], target[:, 2:] - target[:, :2]
    offset = np.abs(pred[:, :2] - target[:, :2] + pred[:, 2:] - target[:, 2:]) / 2
    reach = (size_p + size_t) / 2
    inner = np.clip(np.minimum(reach - offset, np.minimum(size_p, size_t)), 0, None)
    outer = np.maximum(reach + offset, np.maximum(size_p, size_t))
    inter = inner[:, 0] * inner[:, 1]
    union = size_p[:, 0] * size_p[:, 1] + size_t[:, 0] * size_t[:, 1] - inter
    diagonal2 = np.einsum("nk,nk->n", outer, outer)
    distance2 = np.einsum("nk,nk->n", offset, offset)
    return 1 - inter / np.where(union > 0, union, 1) + distance2 / np.where(diagonal2 > 0, diagonal2, 1)
