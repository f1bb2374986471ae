"""A score of 0 stands for "removed".

Setting the score of a suppressed box to 0 and stopping at 0 takes it for granted that all scores are positive. With
logits the best box may have a score of -1, and nothing is kept. Hold a mask of the boxes that are still in.

Caught by: test_scores_of_any_size[all negative (logits)]
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
    left = scores.copy()
    keep = []
    while left.size > 0 and left.max() > 0:
        best = left.argmax()
        keep.append(best)
        left[iou_with(boxes[best], boxes) > iou_threshold] = 0
        left[best] = 0
    return np.array(keep, dtype=np.int64)
