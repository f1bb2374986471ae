"""Of equal anchors the last one wins.

`<=` in a loop, or `argmax` over the reversed row. Duplicated anchors or boxes in the middle then move differently.

Caught by: test_ties[equal IoU: the lower index]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = len(anchors) - 1 - iou[:, ::-1].argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
