"""Two loops pick the numbers out of the arrays one at a time.

Picking a single number out of an array makes a new object each time, which costs far more than the arithmetic with it: these
loops are slower than the same loops over plain lists (`a.tolist()`). Give `a` a new axis, and all pairs are computed at once.

Caught by: test_speed
Page: detection/iou#reference-implementation
"""

import numpy as np


def box_iou(a, b):
    iou = np.zeros((len(a), len(b)), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            w = max(min(a[i][2], b[j][2]) - max(a[i][0], b[j][0]), 0)
            h = max(min(a[i][3], b[j][3]) - max(a[i][1], b[j][1]), 0)
            inter = w * h
            area_a = (a[i][2] - a[i][0]) * (a[i][3] - a[i][1])
            area_b = (b[j][2] - b[j][0]) * (b[j][3] - b[j][1])
            union = area_a + area_b - inter
            if union > 0:
                iou[i, j] = inter / union
    return iou
