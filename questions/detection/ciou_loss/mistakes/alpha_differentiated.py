"""alpha is differentiated.

The values are right. But alpha is a weight between the terms, not a quantity to be minimized: with its gradient
the loss can also be lowered by changing the weight, and the pull on the overlap bends. Compute it under
`torch.no_grad()`, or `.detach()` it.

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
    v = 4 / math.pi**2 * (torch.atan(wt / ht) - torch.atan(wp / hp)) ** 2
    alpha = v / (1 - iou + v).masked_fill(v == 0, 1)
    return 1 - iou + distance + alpha * v
