"""Only objects that have no positive anchor yet get a forced one.

It sounds thrifty, and it is the same as long as the positives came from the threshold. But an object may own an anchor
that was forced by another object, and then its own best anchor, which fits better, is passed over.

Caught by: test_no_object_without_an_anchor[an object has one already, and its best one is forced all the same]
Page: ties
"""

import numpy as np


def box_iou(a, b):
    top_left = np.maximum(a[:, None, :2], b[:, :2])
    sides = np.clip(np.minimum(a[:, None, 2:], b[:, 2:]) - top_left, 0, None)
    overlap = sides[..., 0] * sides[..., 1]
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area_a[:, None] + area_b - overlap
    return np.where(union > 0, overlap / np.where(union > 0, union, 1), 0)


def match_anchors(anchors, gt, low=0.3, high=0.7):
    if len(anchors) == 0 or len(gt) == 0:
        return np.full(len(anchors), -1)
    iou = box_iou(anchors, gt)
    own, best = iou.argmax(axis=1), iou.max(axis=1)
    matched = np.where(best >= high, own, np.where(best < low, -1, -2))
    for j in range(len(gt)):
        if (matched == j).any() or iou[:, j].max() == 0:
            continue
        forced = iou[:, j] == iou[:, j].max()
        matched[forced] = own[forced]
    return matched
