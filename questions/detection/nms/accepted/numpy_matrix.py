"""NumPy, the whole IoU matrix once, then a walk over its rows with a mask."""

import numpy as np


def iou_matrix(boxes):
    lo = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    hi = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=-1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=-1)
    union = area[:, None] + area[None, :] - inter
    return inter / np.where(union > 0, union, 1)


def nms(boxes, scores, iou_threshold):
    order = np.lexsort((np.arange(len(scores)), -scores))
    too_much = iou_matrix(boxes[order]) > iou_threshold
    gone = np.zeros(len(order), dtype=bool)
    for i in range(len(order)):
        if not gone[i]:
            gone[i + 1 :] |= too_much[i, i + 1 :]
    return order[~gone]
