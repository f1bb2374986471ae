"""The given anchors are moved themselves.

`anchors = init` is another name for the same array. Copy it.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
