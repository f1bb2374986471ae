"""An anchor without boxes becomes 0.

Sum over count with a guard against division by 0 gives 0. The anchor should stay; (0, 0) can never win a box
again.

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
            anchors[k] = wh[nearest == k].sum(axis=0) / max((nearest == k).sum(), 1)
    return anchors
