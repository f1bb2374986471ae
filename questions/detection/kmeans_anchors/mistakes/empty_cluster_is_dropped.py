"""Anchors without boxes are left out.

The result must have k rows in the order of `init`: the head has that many outputs for each cell.

Caught by: test_empty[an anchor without boxes stays]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors[np.isin(np.arange(len(anchors)), nearest)] if iterations else anchors
