"""The anchor moves to the geometric mean.

It would be natural for ratios. The exercise, and the paper, take the plain mean of widths and of heights.

Caught by: test_assignment[the mean, not the median]
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
                anchors[k] = np.exp(np.log(wh[nearest == k]).mean(axis=0))
    return anchors
