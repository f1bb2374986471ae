"""The loop stops as soon as `np.allclose` sees no change.

`np.allclose` forgives 1e-5 of a value, which is 0.01 pixel at 1000: an anchor that moves by less looks as if it stood still. Run the
given number of iterations, or stop where nothing changes at all (`np.array_equal`).

Caught by: test_steps_below_a_tolerance[1]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / (wh.prod(axis=1)[:, None] + anchors.prod(axis=1) - overlap)
        nearest = iou.argmax(axis=1)
        moved = anchors.copy()
        for k in range(len(anchors)):
            if (nearest == k).any():
                moved[k] = wh[nearest == k].mean(axis=0)
        if np.allclose(anchors, moved):
            break
        anchors = moved
    return anchors
