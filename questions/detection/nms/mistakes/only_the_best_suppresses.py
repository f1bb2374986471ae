"""Only the best box of all removes others.

There is one round instead of a loop: the copies of the best object go, those of every other object stay. Each kept box
gets its turn: repeat with what is left.

Caught by: test_hand_cases[two objects, two boxes]
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
    if len(order) == 0:
        return order
    best, rest = order[:1], order[1:]
    iou = iou_with(boxes[best[0]], boxes[rest])
    return np.concatenate([best, rest[iou <= iou_threshold]])
