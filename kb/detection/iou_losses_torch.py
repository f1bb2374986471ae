"""The losses of ``iou_losses`` in PyTorch, differentiable in ``pred``.

Source: as ``iou_losses``; that alpha carries no gradient is the authors' and torchvision's choice.

Differs from ``iou_losses``:
- Values are not checked, shapes are: a check of values would make every step wait for the device.
  NaN stays NaN, and boxes with corners out of order have no meaning.
- Half precision becomes float32, as there; integers become float32 too.

Gradients are finite, for boxes without area too. Two places need care:
- ``where(denominator > 0, numerator / denominator, 0)`` has the right value and a NaN gradient: backward
  multiplies the 0 that ``where`` sends into the branch not taken with the infinite slope of that branch.
  So the denominator is made safe before the division, and the result is masked after it.
- The losses have kinks where edges of both boxes are level. There autograd returns one of the slopes
  around it, or a mean of them.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

__all__ = ["ciou_alpha", "ciou_loss", "ciou_v", "diou_loss", "giou_loss", "iou_loss"]


def iou_loss(pred: Tensor, target: Tensor) -> Tensor:
    """1 - IoU. Its gradient is 0 for all boxes that are apart: no step from there leads anywhere.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,).

    Raises:
        ValueError: wrong or different shapes.
    """
    return 1 - _ratio(*_intersection_and_union(*_rows(pred, target)))


def giou_loss(pred: Tensor, target: Tensor) -> Tensor:
    """1 - GIoU: the IoU loss, plus the share of the hull that neither box covers. As ``iou_loss``."""
    pred, target = _rows(pred, target)
    intersection, union = _intersection_and_union(pred, target)
    width, height = _hull_size(pred, target).unbind(dim=1)
    hull = width * height
    return 1 - _ratio(intersection, union) + _ratio(hull - union, hull)


def diou_loss(pred: Tensor, target: Tensor) -> Tensor:
    """1 - IoU + (center distance / hull diagonal)². As ``iou_loss``."""
    pred, target = _rows(pred, target)
    shift = pred - target  # (N, 4) corners are subtracted before they are averaged, as in NumPy
    # Squares, no roots: the slope of a distance at 0, where the centers meet, would be infinite.
    distance2 = ((shift[:, :2] + shift[:, 2:]) / 2).square().sum(dim=1)
    diagonal2 = _hull_size(pred, target).square().sum(dim=1)
    return iou_loss(pred, target) + _ratio(distance2, diagonal2)


def ciou_loss(pred: Tensor, target: Tensor, alpha: Tensor | float | None = None) -> Tensor:
    """DIoU loss + alpha * v. As ``iou_loss``; alpha is (N,) or a number, ``ciou_alpha`` when left out."""
    v = ciou_v(pred, target)
    weight = ciou_alpha(pred, target) if alpha is None else torch.as_tensor(alpha).to(v)
    if weight.shape not in ((), v.shape):
        found = tuple(weight.shape)
        raise ValueError(f"alpha has shape {found}, expected {tuple(v.shape)}, one for each row")
    return diou_loss(pred, target) + weight * v


def ciou_v(pred: Tensor, target: Tensor) -> Tensor:
    """v of CIoU: how far apart the aspect ratios are, in [0, 1]. As ``iou_loss``."""
    pred, target = _rows(pred, target)
    return 4 / math.pi**2 * (_aspect_angle(target) - _aspect_angle(pred)).square()


def ciou_alpha(pred: Tensor, target: Tensor) -> Tensor:
    """alpha of CIoU, without a gradient: a weight between terms, not a way to lower the loss."""
    with torch.no_grad():
        v = ciou_v(pred, target)
        return _ratio(v, iou_loss(pred, target) + v)


def _rows(pred: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Both as (N, 4) of one float dtype."""
    if pred.ndim != 2 or pred.shape[1] != 4 or pred.shape != target.shape:
        found = f"pred {tuple(pred.shape)} and target {tuple(target.shape)}"
        raise ValueError(f"found {found}, expected (N, 4) twice, one target for each predicted box")
    dtype = torch.promote_types(torch.promote_types(pred.dtype, target.dtype), torch.float32)
    return pred.to(dtype), target.to(dtype)


def _area(boxes: Tensor) -> Tensor:
    """(N,)."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _intersection_and_union(pred: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """(N,) areas of the overlap and of what either box covers."""
    corner_to_corner = torch.minimum(pred[:, 2:], target[:, 2:]) - torch.maximum(pred[:, :2], target[:, :2])
    width, height = corner_to_corner.clamp(min=0).unbind(dim=1)
    intersection = width * height
    return intersection, _area(pred) + _area(target) - intersection


def _hull_size(pred: Tensor, target: Tensor) -> Tensor:
    """(N, 2) width and height of the smallest box that holds both."""
    return torch.maximum(pred[:, 2:], target[:, 2:]) - torch.minimum(pred[:, :2], target[:, :2])


def _aspect_angle(boxes: Tensor) -> Tensor:
    """(N,) atan(w / h); for a point 0, with the gradient 0 that PyTorch gives to atan2(0, 0)."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).unbind(dim=1)
    return torch.atan2(width, height)


def _ratio(numerator: Tensor, denominator: Tensor) -> Tensor:
    """numerator / denominator; 0 with gradient 0 where the denominator is 0."""
    empty = denominator == 0
    return (numerator / denominator.masked_fill(empty, 1)).masked_fill(empty, 0)
