"""An object may go without an anchor.

Thresholds alone leave small or oddly shaped objects without any positive anchor, and what is never positive is never learned. The best anchor of each object is positive whatever its IoU.

Caught by: test_no_object_without_an_anchor[the best one at 1/4]
Page: matching
"""

import numpy as np


def iou_of(anchors, gt):
    lo = np.maximum(anchors[:, None, :2], gt[None, :, :2])
    hi = np.minimum(anchors[:, None, 2:], gt[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    area = [(each[:, 2:] - each[:, :2]).prod(axis=1) for each in (anchors, gt)]
    union = area[0][:, None] + area[1] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def match_anchors(anchors, gt, low=0.3, high=0.7):
    if len(gt) == 0 or len(anchors) == 0:
        return np.full(len(anchors), -1)
    iou = iou_of(anchors, gt)
    own, best = iou.argmax(axis=1), iou.max(axis=1)
    matched = np.where(best >= high, own, np.where(best < low, -1, -2))
    return matched
