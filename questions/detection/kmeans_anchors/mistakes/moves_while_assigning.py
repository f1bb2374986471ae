"""Anchors move one after the other within an iteration.

The second anchor sees the first already moved. Lloyd's algorithm assigns all boxes with the *old* anchors, then moves all.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        for k in range(len(anchors)):
            overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
            iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
            nearest = iou.argmax(axis=1)
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
