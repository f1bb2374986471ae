"""NumPy, one NMS a class; a mask remembers who stays, and one stable sort merges."""

import numpy as np


def nms(boxes, scores, iou_threshold):
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while len(order):
        best, order = order[0], order[1:]
        keep.append(best)
        lo = np.maximum(boxes[best, :2], boxes[order, :2])
        hi = np.minimum(boxes[best, 2:], boxes[order, 2:])
        inter = np.maximum(hi - lo, 0).prod(axis=1)
        order = order[inter <= iou_threshold * (area[best] + area[order] - inter)]
    return keep


def batched_nms(boxes, scores, classes, iou_threshold):
    kept = np.zeros(len(boxes), dtype=bool)
    for name in np.unique(classes):
        members = np.flatnonzero(classes == name)
        kept[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    indices = np.flatnonzero(kept)
    return indices[np.argsort(-scores[indices], kind="stable")]
