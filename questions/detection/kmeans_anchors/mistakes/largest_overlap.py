"""Boxes go to the anchor with the largest overlap.

Without the division by the union the largest anchor swallows everything: every box lies inside it.

Caught by: test_assignment[the large anchor covers all and does not get all]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = overlap.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
