"""Classes are moved by a fixed 4096 pixels.

A constant that is larger than "any" image is smaller than the next one: aerial and tissue images are wider, and then
a box of one class lies on a box of another. Measure the extent of the boxes instead.

Caught by: test_classes_never_touch[4096 apart]
Page: detection/nms#shift-trick
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
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        order = rest[iou_with(boxes[best], boxes[rest]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold):
    number = np.unique(classes, return_inverse=True)[1].reshape(-1)
    moved = boxes.astype(np.float64) + 4096.0 * number[:, None]
    return nms(moved, scores, iou_threshold)
