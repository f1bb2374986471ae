"""The indices count within the class.

`nms(boxes[members], ...)` answers with positions among the members; 0 is the first box *of that class*. Map them back before
merging: `members[keep]`.

Caught by: test_hand_cases[the same box in two classes: both stay]
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
        best, rest = order[0], order[1:]
        keep.append(best)
        order = rest[iou_with(boxes[best], boxes[rest]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold):
    keep, values = [], []
    for name in np.unique(classes):
        members = classes == name
        kept = nms(boxes[members], scores[members], iou_threshold)
        keep.extend(kept)
        values.extend(scores[members][kept])
    order = np.argsort(-np.array(values), kind="stable")
    return np.array(keep, dtype=np.int64)[order]
