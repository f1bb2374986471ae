"""A floor under the union keeps small duplicates.

`np.maximum(union, 1e-8)` avoids 0/0, and every box with an area below 1e-8 loses its overlap with it: two equal boxes with sides of
3e-5 have an IoU of 0.09 instead of 1. Decide 0/0 with `where=union > 0` and leave every other value alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-7, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-8
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return inter / np.maximum(union, 1e-8)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
