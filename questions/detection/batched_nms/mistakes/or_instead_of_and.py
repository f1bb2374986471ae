"""A box goes when it is of the same class *or* overlaps too much.

Two things must be true at once. With `or` each class keeps only its best box, and classes remove each other besides. The negation
is where it slips: not (A and B) is (not A) or (not B).

Caught by: test_hand_cases[the same box in two classes: both stay]
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


def batched_nms(boxes, scores, classes, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        same = classes[rest] == classes[best]
        too_much = iou_with(boxes[best], boxes[rest]) > iou_threshold
        order = rest[~same & ~too_much]
    return np.array(keep, dtype=np.int64)
