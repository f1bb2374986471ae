"""No boxes at all raise an error.

The first index is taken before anybody asked whether there is one. An image without a detection is the most usual input of
all. Loop while indices are left, or return an empty integer array early.

Caught by: test_no_boxes[float64]
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
    keep = [order[0]]
    for i in order[1:]:
        if (iou_with(boxes[i], boxes[keep]) <= iou_threshold).all():
            keep.append(i)
    return np.array(keep)
