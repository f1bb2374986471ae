"""The distance is Euclidean.

Then large boxes decide: being 30 pixels off weighs as much at 300 as at 30, although the IoU hardly notices the one and is ruined by
the other. That is why YOLOv2 takes 1 - IoU.

Caught by: test_assignment[Euclid says the small anchor, IoU the large one]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        distance = ((wh[:, None] - anchors[None]) ** 2).sum(axis=2)
        nearest = distance.argmin(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
