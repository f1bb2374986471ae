"""Anchors move to medians, for as long as any box changes its anchor.

Scripts that make anchors for YOLO usually do both. Here the update is the mean, as in the paper, and the number of iterations is
given.

Caught by: test_assignment[the mean, not the median], test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors, last = init.copy(), None
    while True:
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        if last is not None and (nearest == last).all():
            return anchors
        last = nearest
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = np.median(wh[nearest == k], axis=0)
