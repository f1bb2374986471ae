"""Positions in the sorted order come back.

The boxes were sorted first, and the indices point into the *sorted* array: the best box is always 0. The caller holds the
array before sorting. Map back: `order[keep]`.

Caught by: test_hand_cases[apart: all stay, by falling score]
Page: common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    gone = np.zeros(len(order), dtype=bool)
    for i in range(len(order)):
        if not gone[i]:
            gone[i + 1 :] |= iou_with(ranked[i], ranked[i + 1 :]) > iou_threshold
    return np.flatnonzero(~gone)
