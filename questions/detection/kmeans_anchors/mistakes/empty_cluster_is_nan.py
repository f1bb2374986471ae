"""The mean of no boxes is NaN.

An anchor that no box chose must stay where it is. As NaN it never takes part again, and k has quietly shrunk.

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
            anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
