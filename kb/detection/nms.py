"""Greedy non-maximum suppression (NMS), for one class and for many.

Source: arXiv 1311.2524, section 2.2: a region is rejected when its IoU with a higher scoring selected
region is larger than a threshold, for each class independently.

Differs:
- "Larger" is taken at its word, as in torchvision and ONNX: a box exactly at the threshold survives. The
  pseudo-code of arXiv 1704.04503, figure 2, removes it (>=).
- Equal scores keep the order of the input. The papers leave it open; torchvision promises nothing.
- ``batched_nms`` compares classes. The usual trick moves each class to coordinates of its own, by adding
  class * (largest coordinate + 1), and runs one ``nms``: fast on a GPU, but the offset eats the digits of
  the coordinates (float32 at 800,000 counts in sixteenths of a pixel), and boxes that reach below 0
  touch the next class.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes, box_iou

__all__ = ["batched_nms", "nms"]


def nms(boxes: ArrayLike, scores: ArrayLike, iou_threshold: float) -> np.ndarray:
    """Indices of the boxes that no better box overlaps too much.

    Args:
        boxes: (N, 4) xyxy, continuous coordinates.
        scores: (N,) larger is better.
        iou_threshold: in [0, 1]; a box goes when its IoU with a kept one is greater.

    Returns:
        (K,) int64 by falling score; equal scores: lower index first.

    Raises:
        ValueError: wrong shape, NaN among the scores, a threshold outside [0, 1], boxes that
            ``box_iou`` refuses.
    """
    boxes, scores = as_boxes(boxes, "boxes"), np.asarray(scores)
    _check(iou_threshold, len(boxes), scores=scores)
    order = _by_falling_score(scores)
    keep = []
    while order.size:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = box_iou(boxes[[best]], boxes[rest])[0]  # (R,) one row, never N x N
        order = rest[iou <= float(iou_threshold)]  # a box exactly at the threshold survives
    return np.array(keep, dtype=np.int64)  # the dtype matters when nothing is kept


def batched_nms(boxes: ArrayLike, scores: ArrayLike, classes: ArrayLike, iou_threshold: float) -> np.ndarray:
    """NMS in which boxes of different classes never suppress each other.

    Args:
        boxes: (N, 4) xyxy, continuous coordinates.
        scores: (N,) larger is better.
        classes: (N,) any numbers; only equality counts.
        iou_threshold: in [0, 1]; a box goes when its IoU with a kept one of its class is greater.

    Returns:
        (K,) int64 by falling score over all classes; equal scores: lower index first.

    Raises:
        ValueError: as ``nms``, and NaN among the classes (it equals nothing, not even itself).
    """
    boxes, scores, classes = as_boxes(boxes, "boxes"), np.asarray(scores), np.asarray(classes)
    _check(iou_threshold, len(boxes), scores=scores, classes=classes)
    order = _by_falling_score(scores)
    keep = []
    while order.size:
        best, rest = order[0], order[1:]
        keep.append(best)
        rival = classes[rest] == classes[best]  # (R,) the one line that `nms` does not have
        iou = box_iou(boxes[[best]], boxes[rest])[0]  # (R,)
        order = rest[~rival | (iou <= float(iou_threshold))]
    return np.array(keep, dtype=np.int64)


def _by_falling_score(scores: np.ndarray) -> np.ndarray:
    """(N,) indices; a stable sort, so that equal scores stay in the order of the input."""
    return np.argsort(-scores.astype(np.float64), kind="stable")  # float64: minus an unsigned 1 is 255


def _check(iou_threshold: float, count: int, **columns: np.ndarray) -> None:
    """A ValueError unless the threshold and the columns are sound."""
    if not 0 <= iou_threshold <= 1:  # NaN lands here too
        raise ValueError(
            f"iou_threshold is {iou_threshold}, expected a number in [0, 1] (percent by mistake?)"
        )
    for name, column in columns.items():
        if column.shape != (count,):
            raise ValueError(f"{name} has shape {column.shape}, expected ({count},), one for each box")
        if np.isnan(column).any():
            raise ValueError(f"{name}[{np.isnan(column).argmax()}] is NaN, which has no place in an order")
