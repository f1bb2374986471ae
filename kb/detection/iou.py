"""Intersection over union (IoU) of boxes, every pair at once.

Source: the Jaccard index |A ∩ B| / |A ∪ B|; for detection, eq. 1 of arXiv 1902.09630.

Differs:
- The IoU of two boxes without area is 0. The formula says 0/0, pycocotools says 0, OpenCV says 1.
- No ``+ 1`` and no ``eps``: coordinates are continuous, and an ``eps`` of 1e-7 in the denominator
  would give a box of side 0.001 an IoU of 0.91 with itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["box_area", "box_iou", "intersection_and_union"]


def as_boxes(boxes: ArrayLike, name: str) -> np.ndarray:
    """Boxes as a float array, or a ValueError that guesses at the slip.

    Args:
        boxes: (N, 4) xyxy. Integers become float64; half precision becomes float32, because the area
            of a 256x256 box does not fit into it.
        name: what the caller calls them, for the message.

    Raises:
        ValueError: not (N, 4); a NaN or infinite coordinate (every overlap with it would be NaN, and
            a comparison with NaN is silently false); a corner out of order.
    """
    boxes = np.asarray(boxes)
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        slips = {(4,): " (one box? add an axis)", (4, boxes.size // 4): " (transposed?)"}
        raise ValueError(f"{name} has shape {boxes.shape}, expected (N, 4){slips.get(boxes.shape, '')}")
    floating = np.issubdtype(boxes.dtype, np.floating)
    boxes = boxes.astype(np.result_type(boxes.dtype, np.float32) if floating else np.float64, copy=False)
    for found, bad in (
        ("a coordinate is not finite", ~np.isfinite(boxes)),
        ("expected x1 <= x2 and y1 <= y2 (xywh by mistake?)", boxes[:, 2:] < boxes[:, :2]),
    ):
        if bad.any():
            row = int(bad.any(axis=1).argmax())
            raise ValueError(f"{name}[{row}] is {boxes[row].tolist()}: {found}")
    return boxes


def box_area(boxes: ArrayLike) -> np.ndarray:
    """Area of each box.

    Args:
        boxes: (N, 4) xyxy, continuous coordinates: the width is x2 - x1.

    Returns:
        (N,), 0 for a box that is a line or a point.

    Raises:
        ValueError: wrong shape, a coordinate that is not finite, or a corner out of order.
    """
    return _area(as_boxes(boxes, "boxes"))


def _area(boxes: np.ndarray) -> np.ndarray:
    size = boxes[:, 2:] - boxes[:, :2]  # (N, 2) width and height
    return size[:, 0] * size[:, 1]


def intersection_and_union(a: ArrayLike, b: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Areas of the intersection and of the union of every box in ``a`` with every box in ``b``.

    Args:
        a: (N, 4) xyxy.
        b: (M, 4) xyxy.

    Returns:
        Two (N, M) arrays.

    Raises:
        ValueError: as ``box_area``.
    """
    a, b = as_boxes(a, "a"), as_boxes(b, "b")
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])  # (N, M, 2)
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])  # (N, M, 2)
    # Each side is clipped before they are multiplied: two negative sides make a positive area.
    size = np.maximum(bottom_right - top_left, 0)  # (N, M, 2)
    intersection = size[..., 0] * size[..., 1]
    union = _area(a)[:, None] + _area(b)[None, :] - intersection  # what both cover counts once
    return intersection, union


def box_iou(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """Intersection over union of every box in ``a`` with every box in ``b``.

    Args:
        a: (N, 4) xyxy, continuous coordinates.
        b: (M, 4) xyxy.

    Returns:
        (N, M) in [0, 1]; 0 where the union is empty.

    Raises:
        ValueError: wrong shape, a coordinate that is not finite, or a corner out of order (xywh by mistake?).
    """
    intersection, union = intersection_and_union(a, b)
    # `where` says what 0/0 is; an eps in the denominator would say it by bending every other value.
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)
