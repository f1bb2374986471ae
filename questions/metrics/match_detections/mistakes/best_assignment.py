"""The assignment with the largest sum of IoUs is computed.

The Hungarian algorithm lets a detection give its box away so that another one finds something. In evaluation nobody gives back: what a detection is must not depend on those with lower scores.

Caught by: test_hand_cases[greedy: no box is given back]
Page: matching
"""

import numpy as np
from scipy.optimize import linear_sum_assignment


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    able = np.where(iou >= iou_threshold, iou, 0)
    rows, columns = linear_sum_assignment(-able)
    matched = np.zeros(len(boxes), dtype=bool)
    matched[rows] = able[rows, columns] > 0
    return matched
