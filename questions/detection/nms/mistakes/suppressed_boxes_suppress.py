"""A box that is already gone still removes others.

Here a box goes when *any* better box overlaps it, kept or not. In a row A, B, C where only neighbors overlap, A removes B,
and then C has no kept rival: it must stay. This one-line version of the matrix is known as Fast NMS; it removes too much. Ask
only the kept boxes.

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


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    gone = np.zeros(len(order), dtype=bool)
    for i in range(len(order)):
        gone[i + 1 :] |= iou_with(ranked[i], ranked[i + 1 :]) > iou_threshold
    return order[~gone]
