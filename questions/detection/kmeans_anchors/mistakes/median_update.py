"""The anchor moves to the median.

Many scripts for YOLO anchors do so, as it is less hurt by huge boxes. The paper's k-means takes the mean, and so does this exercise.

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
                anchors[k] = np.median(wh[nearest == k], axis=0)
    return anchors
