"""The loop stops as soon as no anchor moves by a hundredth of a pixel.

A tolerance saves time, but a small step may be followed by a large one, when a box changes sides.

Caught by: test_small_steps[2: and yet a box changes sides]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        before = anchors.copy()
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
        if np.abs(anchors - before).max() < 0.01:
            break
    return anchors
