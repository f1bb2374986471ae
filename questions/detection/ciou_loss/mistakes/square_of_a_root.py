"""The distance is a square root that is squared again.

The values are right. But the slope of a root at 0 is infinite, and backward multiplies it by the 0 of the
square: where the centers meet, the gradient is NaN, and one such row spoils the whole step. Squares are all
that is needed.

Caught by: test_gradient_by_hand[half the size, same center and ratio]
Page: common-mistakes
"""

import math

import torch


def ciou_loss(pred, target):
    lo = torch.maximum(pred[:, :2], target[:, :2])
    hi = torch.minimum(pred[:, 2:], target[:, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=1)
    wp, hp = pred[:, 2] - pred[:, 0], pred[:, 3] - pred[:, 1]
    wt, ht = target[:, 2] - target[:, 0], target[:, 3] - target[:, 1]
    union = wp * hp + wt * ht - inter
    iou = inter / union.masked_fill(union == 0, 1)
    outer = torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance = torch.sqrt((offset**2).sum(dim=1)) ** 2 / (outer**2).sum(dim=1)
    v = 4 / math.pi**2 * (torch.atan(wt / ht) - torch.atan(wp / hp)) ** 2
    with torch.no_grad():
        alpha = v / (1 - iou + v).masked_fill(v == 0, 1)
    return 1 - iou + distance + alpha * v
