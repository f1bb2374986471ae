"""v is computed without a gradient, together with alpha.

Only alpha is held constant. With v inside `no_grad` the shape term is a constant in the loss: the value looks
like CIoU, and the training is that of DIoU.

Caught by: test_gradient_by_hand[one corner overlaps: v is 1/4]
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
    distance = (offset**2).sum(dim=1) / (outer**2).sum(dim=1)
    with torch.no_grad():
        v = 4 / math.pi**2 * (torch.atan(wt / ht) - torch.atan(wp / hp)) ** 2
        alpha = v / (1 - iou + v).masked_fill(v == 0, 1)
    return 1 - iou + distance + alpha * v
