"""The indices of the rest are used in the whole order.

`iou` was computed with `order[1:]`, so entry j of it belongs to `order[j + 1]`. Without the shift the box that was just kept
comes again, and another one is lost. Write `order[1:][mask]`, or add 1 to the indices.

Caught by: test_hand_cases[apart: all stay, by falling score]
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
    keep = []
    while order.size > 0:
        best = order[0]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[order[1:]])
        order = order[np.flatnonzero(iou <= iou_threshold)]
    return np.array(keep, dtype=np.int64)
