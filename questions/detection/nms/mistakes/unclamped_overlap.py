"""The overlap is not clamped at 0.

Two boxes that are apart in both axes have a negative width and a negative height of overlap, and their product is positive: a
box at the other end of the image is removed. Clip each side at 0 before multiplying.

Caught by: test_hand_cases[apart in both axes: both stay]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    h = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
