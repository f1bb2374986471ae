"""NumPy: one object after the other, keeping the best so far."""

import numpy as np


def iou_of(anchors, gt):
    lo = np.maximum(anchors[:, None, :2], gt[None, :, :2])
    hi = np.minimum(anchors[:, None, 2:], gt[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    area = [(each[:, 2:] - each[:, :2]).prod(axis=1) for each in (anchors, gt)]
    union = area[0][:, None] + area[1] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def match_anchors(anchors, gt, low=0.3, high=0.7):
    best, own = np.zeros(len(anchors)), np.zeros(len(anchors), dtype=int)
    forced = np.zeros(len(anchors), dtype=bool)
    for number in range(len(gt)):
        iou = iou_of(anchors, gt[number : number + 1])[:, 0]
        better = iou > best
        best[better], own[better] = iou[better], number
        if iou.size and iou.max() > 0:
            forced |= iou == iou.max()
    out = np.full(len(anchors), -2)
    out[best < low] = -1
    if len(gt):
        out[best >= high] = own[best >= high]
    else:
        out[:] = -1
    out[forced] = own[forced]
    return out
