"""The hull is computed without a gradient.

The values are right, the gradient is not: with the hull held constant the loss of disjoint boxes falls only
when the union grows, so every prediction swells on the spot and none moves. The pull towards the target comes
from the hull that shrinks; it must be differentiated.

Caught by: test_gradient_by_hand[apart: only the hull pulls]
Page: common-mistakes
"""

import torch


def giou_loss(pred, target):
    lo = torch.maximum(pred[:, :2], target[:, :2])
    hi = torch.minimum(pred[:, 2:], target[:, 2:])
    inter = (hi - lo).clamp(min=0).prod(dim=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(dim=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(dim=1)
    union = area_p + area_t - inter
    iou = inter / union.masked_fill(union == 0, 1)
    with torch.no_grad():
        outer = torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])
        hull = outer.prod(dim=1)
    penalty = (hull - union) / hull.masked_fill(hull == 0, 1)
    return 1 - (iou - penalty)
