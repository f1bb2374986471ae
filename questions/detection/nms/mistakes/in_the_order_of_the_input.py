"""The indices come in the order of the input.

A mask turned into indices (`np.flatnonzero`), or a `sorted(keep)`, loses the order that the loop had found. Return them by
falling score: callers cut the list at the best hundred, and do not sort again.

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
    keep = np.zeros(len(boxes), dtype=bool)
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep[best] = True
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.flatnonzero(keep)
