"""The start is drawn from the boxes.

Then the result differs from run to run. The start is given, so that it can be checked; several starts are the
caller's business.

Caught by: test_iterations[0: init comes back]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    rng = np.random.default_rng(0)
    anchors = wh[rng.choice(len(wh), len(init), replace=len(wh) < len(init))].copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
