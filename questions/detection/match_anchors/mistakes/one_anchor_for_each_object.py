"""Every object gets one anchor, the best that is still free, and all others stay without.

Greedy one-to-one matching belongs to evaluation, where a second detection is a false alarm. In training every anchor with an IoU of at
least `high` is positive, however many an object has, and those between the thresholds are ignored.

Caught by: test_hand_cases[an IoU of 4/5 is positive], test_hand_cases[several anchors for one object]
Page: common-mistakes
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
    matched = np.where(iou.max(axis=1) < low, -1, -2)
    free = iou.copy()
    for _ in range(min(iou.shape)):
        anchor, each = np.unravel_index(free.argmax(), free.shape)
        if free[anchor, each] <= 0:
            break
        matched[anchor] = each
        free[anchor], free[:, each] = -1, -1
    return matched
