"""A box that is already gone still removes others.

The matrix of "same class and too much overlap" is asked about *all* better boxes at once. Only kept ones count: in a row A, B, C
with overlapping neighbors, A removes B, and C stays.

Caught by: test_chain[a box that is gone removes nothing]
Page: detection/nms#how-it-works
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
    ranked, names = boxes[order], classes[order]
    gone = np.zeros(len(order), dtype=bool)
    for i in range(len(order)):
        same = names[i + 1 :] == names[i]
        gone[i + 1 :] |= same & (iou_with(ranked[i], ranked[i + 1 :]) > iou_threshold)
    return order[~gone]
