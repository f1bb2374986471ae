"""IoU, GIoU, DIoU and CIoU losses of box regression, one value per row.

Source: GIoU is arXiv 1902.09630, algorithms 1 and 2; DIoU is arXiv 1911.08287, eq. 7; CIoU is its
eq. 8 to 11. The gradients are in ``iou_losses_torch``.

Differs:
- ``iou_loss`` is 1 - IoU, not the -ln IoU of UnitBox (arXiv 1608.01471), infinite for disjoint boxes.
- Corners out of order are refused; algorithm 2 of GIoU sorts them in silence.
- No ``eps``: where a denominator is 0, the term is 0. Identical boxes with area have a loss of exactly 0.
- ``atan2(w, h)`` stands for ``atan(w / h)``: the same angle, and a box without height divides nothing by 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes, box_area

__all__ = ["ciou_alpha", "ciou_loss", "ciou_v", "diou_loss", "giou_loss", "iou_loss"]


def iou_loss(pred: ArrayLike, target: ArrayLike) -> np.ndarray:
    """1 - IoU of each predicted box with the target in the same row.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,) in [0, 1]; 1, with a gradient of 0, for boxes that do not touch, near or far.

    Raises:
        ValueError: wrong or different shapes, a coordinate that is not finite, a corner out of order.
    """
    return 1 - _ratio(*_intersection_and_union(*_rows(pred, target)))


def giou_loss(pred: ArrayLike, target: ArrayLike) -> np.ndarray:
    """1 - GIoU: the IoU loss, plus the share of the hull that neither box covers.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,) in [0, 2]. Boxes with area only approach 2, as they move apart. A hull of area 0 adds nothing.

    Raises:
        ValueError: as ``iou_loss``.
    """
    pred, target = _rows(pred, target)
    intersection, union = _intersection_and_union(pred, target)
    hull = _hull_size(pred, target).prod(axis=1)  # (N,) area of the smallest box around both
    return 1 - _ratio(intersection, union) + _ratio(hull - union, hull)


def diou_loss(pred: ArrayLike, target: ArrayLike) -> np.ndarray:
    """1 - IoU + (center distance / hull diagonal)², which sees position even when one box holds the other.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,) in [0, 2]. Boxes with area only approach 2. A hull of diagonal 0 adds nothing.

    Raises:
        ValueError: as ``iou_loss``.
    """
    pred, target = _rows(pred, target)
    # Corners are subtracted before they are averaged. The other way round, the center of a box that
    # lies at 10,000 is rounded to a thousandth in float32, and the distance keeps that error.
    shift = pred - target  # (N, 4)
    distance2 = (((shift[:, :2] + shift[:, 2:]) / 2) ** 2).sum(axis=1)
    diagonal2 = (_hull_size(pred, target) ** 2).sum(axis=1)
    return iou_loss(pred, target) + _ratio(distance2, diagonal2)


def ciou_loss(pred: ArrayLike, target: ArrayLike, alpha: ArrayLike | None = None) -> np.ndarray:
    """DIoU loss + alpha * v: overlap, distance and aspect ratio.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.
        alpha: (N,) or a number; ``ciou_alpha(pred, target)`` when left out. Training treats alpha as
            a constant, so finite differences that shall agree with it have to hold alpha still.

    Returns:
        (N,), at least the DIoU loss.

    Raises:
        ValueError: as ``iou_loss``, or alpha of another shape.
    """
    v = ciou_v(pred, target)
    weight = np.asarray(ciou_alpha(pred, target) if alpha is None else alpha, dtype=v.dtype)
    if weight.shape not in ((), v.shape):
        raise ValueError(f"alpha has shape {weight.shape}, expected {v.shape}, one for each row")
    return diou_loss(pred, target) + weight * v


def ciou_v(pred: ArrayLike, target: ArrayLike) -> np.ndarray:
    """v of CIoU: how far apart the aspect ratios are, as an angle, squared and scaled to [0, 1].

    Only the ratio counts: a box of half the size and the right shape has v = 0.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,) in [0, 1].

    Raises:
        ValueError: as ``iou_loss``.
    """
    pred, target = _rows(pred, target)
    pred_size, target_size = pred[:, 2:] - pred[:, :2], target[:, 2:] - target[:, :2]  # (N, 2) w, h
    pred_angle = np.arctan2(pred_size[:, 0], pred_size[:, 1])  # (N,) in [0, pi/2]
    target_angle = np.arctan2(target_size[:, 0], target_size[:, 1])
    return 4 / np.pi**2 * (target_angle - pred_angle) ** 2


def ciou_alpha(pred: ArrayLike, target: ArrayLike) -> np.ndarray:
    """alpha of CIoU, v / (1 - IoU + v): the aspect ratio counts the more, the better the overlap.

    Args:
        pred: (N, 4) xyxy.
        target: (N, 4) xyxy.

    Returns:
        (N,) in [0, 1]; 0 where the boxes are identical and the formula says 0/0.

    Raises:
        ValueError: as ``iou_loss``.
    """
    v = ciou_v(pred, target)
    return _ratio(v, iou_loss(pred, target) + v)


def _rows(pred: ArrayLike, target: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as boxes, row by row."""
    pred, target = as_boxes(pred, "pred"), as_boxes(target, "target")
    if pred.shape != target.shape:
        raise ValueError(f"pred has {len(pred)} boxes and target {len(target)}, expected one target for each")
    return pred, target


def _intersection_and_union(pred: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N,) areas of the overlap and of what either box covers."""
    corner_to_corner = np.minimum(pred[:, 2:], target[:, 2:]) - np.maximum(pred[:, :2], target[:, :2])
    intersection = np.maximum(corner_to_corner, 0).prod(axis=1)
    return intersection, box_area(pred) + box_area(target) - intersection


def _hull_size(pred: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(N, 2) width and height of the smallest box that holds both."""
    return np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """numerator / denominator, and 0 where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.zeros_like(denominator), where=denominator > 0)
