"""The distance is a square root that is squared again.

The values are right. But the slope of a root at 0 is infinite, and backward multiplies it by the 0 of the
square: where the centers meet, the gradient is NaN, and one such row spoils the whole step. `torch.hypot` has
the same slope. Never take the root: DIoU needs squares only.

Caught by: test_gradient_by_hand[inside, same center: only the overlap pulls]
Page: common-mistakes
"""

import torch


def diou_loss(pred, target):
    lo = torch.maximum(pred[:, :2], target[:, :2])
    hi = torch.minimum(pred[:, 2:], target[:, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(dim=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(dim=1)
    union = area_p + area_t - inter
    iou = inter / union.masked_fill(union == 0, 1)
    outer = torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])
    diagonal2 = (outer**2).sum(dim=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance = torch.sqrt((offset**2).sum(dim=1))
    penalty = distance**2 / diagonal2.masked_fill(diagonal2 == 0, 1)
    return 1 - (iou - penalty)
