"""The diagonal is held constant.

The values are right, the gradient is not: DIoU is differentiated as a whole, and a part of its gradient comes
from the diagonal, which grows with the box. To detach it is a choice that other losses make (Wise-IoU does, so
that the box gains nothing by growing), not DIoU.

Caught by: test_gradient_by_hand[apart: only the distance pulls]
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
    diagonal2 = (outer**2).sum(dim=1).detach()
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(dim=1)
    penalty = distance2 / diagonal2.masked_fill(diagonal2 == 0, 1)
    return 1 - (iou - penalty)
