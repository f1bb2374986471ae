"""NumPy, sums by a product with a matrix of memberships."""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init
    for _ in range(iterations):
        w = np.minimum(wh[:, :1], anchors[:, 0])
        h = np.minimum(wh[:, 1:], anchors[:, 1])
        distance = 1 - w * h / (wh.prod(axis=1, keepdims=True) + anchors.prod(axis=1) - w * h)
        member = np.arange(len(anchors)) == distance.argmin(axis=1)[:, None]
        count = member.sum(axis=0)[:, None]
        anchors = np.where(count > 0, member.T.astype(wh.dtype) @ wh / np.maximum(count, 1), anchors)
    return anchors
