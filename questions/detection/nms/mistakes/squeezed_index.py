"""`squeeze()` turns a single index into a number without an axis.

`np.where(...)[0].squeeze()` or `nonzero().squeeze()` drops every axis of length 1. When exactly one box is left, the order becomes a
number, and the next `order[0]` raises an error. Use `np.flatnonzero(...)`, or squeeze one axis by its number.

Caught by: test_hand_cases[IoU 1/3: both stay]
Page: common-mistakes
"""

import numpy as np


def nms(boxes, scores, iou_threshold):
    x1, y1, x2, y2 = boxes.T
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        w = np.clip(np.minimum(x2[best], x2[rest]) - np.maximum(x1[best], x1[rest]), 0, None)
        h = np.clip(np.minimum(y2[best], y2[rest]) - np.maximum(y1[best], y1[rest]), 0, None)
        inter = w * h
        union = areas[best] + areas[rest] - inter
        iou = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
        order = rest[np.argwhere(iou <= iou_threshold).squeeze()]
    return np.array(keep, dtype=np.int64)
