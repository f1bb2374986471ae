"""Anchors: laid out on a grid, matched with objects, and what a network predicts relative to them.

Source: Faster R-CNN, arXiv 1506.01497, section 3.1 (anchors, matching) and equation 2 (the offsets, from R-CNN,
arXiv 1311.2524, appendix C).

Differs:
- Centers lie in the middle of their cells, at ``(column + 0.5) * stride``, as in SSD. torchvision puts them at
  ``column * stride``.
- No weights in front of the offsets (Detectron divides by 0.1 and 0.2), and no rounding of anchors to whole pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes, box_iou

__all__ = ["BACKGROUND", "IGNORED", "LARGEST", "anchor_grid", "decode_boxes", "encode_boxes", "match_anchors"]

BACKGROUND, IGNORED = -1, -2
LARGEST = math.log(1000 / 16)  # of tw and th: exp would overflow in the first, random steps of a training


def anchor_grid(
    shape: tuple[int, int], stride: int, sizes: Sequence[float], ratios: Sequence[float]
) -> np.ndarray:
    """Anchors of every size and ratio around the center of every cell.

    Args:
        shape: (H, W) of the feature map.
        stride: pixels of the image between two cells.
        sizes: square roots of the areas, in pixels.
        ratios: height / width; all anchors of one size have the same area.

    Returns:
        (H * W * len(sizes) * len(ratios), 4) xyxy: rows, then columns, then sizes, then ratios.
    """
    root = np.sqrt(np.asarray(ratios, dtype=float))
    width = (np.asarray(sizes, dtype=float)[:, None] / root).ravel()  # (A,)
    height = (np.asarray(sizes, dtype=float)[:, None] * root).ravel()
    y, x = ((np.arange(cells) + 0.5) * stride for cells in shape)
    half = np.stack([-width, -height, width, height], axis=1) / 2  # (A, 4)
    centers = np.stack(np.broadcast_arrays(x, y[:, None], x, y[:, None]), axis=-1)  # (H, W, 4)
    return (centers[:, :, None] + half).reshape(-1, 4)


def _center_and_size(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    size = boxes[:, 2:] - boxes[:, :2]
    return boxes[:, :2] + size / 2, size


def encode_boxes(boxes: ArrayLike, anchors: ArrayLike) -> np.ndarray:
    """What a network has to predict so that each anchor becomes its box.

    Args:
        boxes: (N, 4) xyxy with area, row i for anchor i.
        anchors: (N, 4) xyxy with area.

    Returns:
        (N, 4): tx, ty, the offset of the center in widths and heights of the anchor; tw, th, the logarithm of the
        ratio of the sides. All are 0 where box and anchor agree.

    Raises:
        ValueError: other shapes, or a box without area, whose logarithm is minus infinity.
    """
    boxes, anchors = as_boxes(boxes, "boxes"), as_boxes(anchors, "anchors")
    if boxes.shape != anchors.shape:
        raise ValueError(f"{len(boxes)} boxes for {len(anchors)} anchors; expected a box for each")
    center, size = _center_and_size(boxes)
    anchor_center, anchor_size = _center_and_size(anchors)
    if (size <= 0).any() or (anchor_size <= 0).any():
        raise ValueError("a box or an anchor has no area, and log 0 is minus infinity; leave it out")
    return np.hstack([(center - anchor_center) / anchor_size, np.log(size / anchor_size)])


def decode_boxes(deltas: ArrayLike, anchors: ArrayLike) -> np.ndarray:
    """The boxes that predicted offsets stand for: the inverse of ``encode_boxes``.

    Args:
        deltas: (N, 4) tx, ty, tw, th; tw and th count as ``LARGEST`` at most.
        anchors: (N, 4) xyxy.

    Returns:
        (N, 4) xyxy.
    """
    deltas, anchors = np.asarray(deltas), as_boxes(anchors, "anchors")
    if deltas.shape != anchors.shape:
        raise ValueError(f"deltas have shape {deltas.shape}, anchors {anchors.shape}; expected (N, 4) both")
    anchor_center, anchor_size = _center_and_size(anchors)
    center = anchor_center + deltas[:, :2] * anchor_size
    half = np.exp(np.minimum(deltas[:, 2:], LARGEST)) * anchor_size / 2
    return np.hstack([center - half, center + half])


def match_anchors(anchors: ArrayLike, gt: ArrayLike, low: float = 0.3, high: float = 0.7) -> np.ndarray:
    """Which object each anchor has to predict.

    Args:
        anchors: (N, 4) xyxy.
        gt: (M, 4) xyxy, the objects; M may be 0.
        low: an anchor whose best IoU is below is background.
        high: an anchor whose best IoU is at least this is positive; what lies between is ignored.

    Returns:
        (N,) index of the object (the lower one of equals), BACKGROUND or IGNORED. Every anchor that is the best one of
        some object, also beside others that are as good, is positive with its own best object, if they overlap.
    """
    anchors, gt = as_boxes(anchors, "anchors"), as_boxes(gt, "gt")
    if not len(gt):
        return np.full(len(anchors), BACKGROUND)
    iou = box_iou(anchors, gt)  # (N, M)
    if not len(anchors):
        return np.zeros(0, dtype=int)
    own, best = iou.argmax(axis=1), iou.max(axis=1)
    matched = np.where(best >= high, own, np.where(best < low, BACKGROUND, IGNORED))
    # No object goes without an anchor, however badly the anchors fit; ties all count.
    forced = ((iou == iou.max(axis=0)) & (iou > 0)).any(axis=1)
    return np.where(forced, own, matched)
