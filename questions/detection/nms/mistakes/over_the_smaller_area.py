"""The overlap is divided by the smaller area.

A small box inside a large one then counts as a full duplicate: the handbag goes because of the person. Divide by the union.
(Some pipelines want this measure on purpose, as IoM or IoS; then they say so.)

Caught by: test_hand_cases[inside, IoU 1/8: both stay]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    smaller = np.minimum((box[2] - box[0]) * (box[3] - box[1]), area)
    return np.divide(inter, smaller, out=np.zeros_like(inter), where=smaller > 0)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
