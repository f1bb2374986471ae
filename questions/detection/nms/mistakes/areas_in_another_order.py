"""Sorted boxes meet areas that were not sorted.

The boxes were put into the order of scores, the areas were computed before that. As long as all boxes have one size nobody
notices. Compute the areas from the sorted boxes, or index everything by the original index.

Caught by: test_hand_cases[two objects, two boxes]
Page: common-mistakes
"""

import numpy as np


def nms(boxes, scores, iou_threshold):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    gone = np.zeros(len(order), dtype=bool)
    for i in range(len(order)):
        if gone[i]:
            continue
        lo = np.maximum(ranked[i, :2], ranked[i + 1 :, :2])
        hi = np.minimum(ranked[i, 2:], ranked[i + 1 :, 2:])
        inter = np.clip(hi - lo, 0, None).prod(axis=1)
        union = area[i] + area[i + 1 :] - inter
        gone[i + 1 :] |= inter > iou_threshold * union
    return order[~gone]
