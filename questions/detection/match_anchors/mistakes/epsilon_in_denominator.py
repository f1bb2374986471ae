"""An epsilon in the denominator lowers the IoU of small boxes.

With `+ 1e-7` a box of side 0.001 (normalized coordinates) has an IoU of 0.91 with itself, and anchors that belong to small objects
fall below a threshold. It hides 0/0 instead of deciding it: use `where=union > 0`.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_of(anchors, gt):
    lo = np.maximum(anchors[:, None, :2], gt[None, :, :2])
    hi = np.minimum(anchors[:, None, 2:], gt[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    area = [(each[:, 2:] - each[:, :2]).prod(axis=1) for each in (anchors, gt)]
    union = area[0][:, None] + area[1] - inter
    return inter / (union + 1e-7)


def match_anchors(anchors, gt, low=0.3, high=0.7):
    if len(gt) == 0 or len(anchors) == 0:
        return np.full(len(anchors), -1)
    iou = iou_of(anchors, gt)
    own, best = iou.argmax(axis=1), iou.max(axis=1)
    matched = np.where(best >= high, own, np.where(best < low, -1, -2))
    forced = ((iou == iou.max(axis=0)) & (iou > 0)).any(axis=1)
    return np.where(forced, own, matched)
