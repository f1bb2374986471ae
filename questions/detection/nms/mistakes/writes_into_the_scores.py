"""The scores of the caller are used up.

Setting `scores[best] = -inf` to cross a box out writes into the caller's own array: after the call the scores are gone, and a
read-only array raises an error. Work on a copy, or keep a mask.

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
    keep = []
    while scores.size > 0 and scores.max() > -np.inf:
        best = scores.argmax()
        keep.append(best)
        scores[iou_with(boxes[best], boxes) > iou_threshold] = -np.inf
        scores[best] = -np.inf
    return np.array(keep, dtype=np.int64)
