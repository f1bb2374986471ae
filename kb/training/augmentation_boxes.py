"""What a geometric augmentation does to boxes: flips, affine maps, Mosaic.

Source: Mosaic is arXiv 2004.10934 (YOLOv4), section 3.3 and figure 3. Affine maps of boxes are as in Ultralytics'
``random_perspective``.

Differs: random numbers are arguments, and a Mosaic takes boxes only; the images are pasted at the same offsets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["affine_boxes", "clip_boxes", "flip_boxes", "mosaic_boxes"]


def flip_boxes(boxes: ArrayLike, width: float) -> np.ndarray:
    """Mirror left and right: x becomes width - x, so the left edge comes from the *right* one.

    Args:
        boxes: (N, 4) xyxy, continuous coordinates.
        width: of the image.

    Returns:
        (N, 4) xyxy, corners in order.
    """
    x1, y1, x2, y2 = _boxes(boxes).T
    return np.stack([width - x2, y1, width - x1, y2], axis=1)


def affine_boxes(boxes: ArrayLike, matrix: ArrayLike) -> np.ndarray:
    """The upright boxes around the mapped ones: all four corners are mapped, two would not do under a rotation.

    Args:
        boxes: (N, 4) xyxy.
        matrix: (2, 3), x' = a x + b y + c.

    Returns:
        (N, 4) xyxy; after a rotation larger than the object.
    """
    boxes, matrix = _boxes(boxes), np.asarray(matrix, dtype=np.float64)
    corners = boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]]  # (N, 4, 2)
    mapped = corners @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate([mapped.min(axis=1), mapped.max(axis=1)], axis=1)


def clip_boxes(boxes: ArrayLike, shape: tuple[int, int], least: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Cut boxes off at the border and drop those of which too little is left.

    Args:
        boxes: (N, 4) xyxy, all with area.
        shape: height and width of the image.
        least: the share of a box's area that has to be left.

    Returns:
        (K, 4) boxes and the (K,) indices that were kept, to select the classes with.
    """
    boxes = _boxes(boxes)
    height, width = shape
    clipped = np.clip(boxes, 0, [width, height, width, height])
    left = (clipped[:, 2:] - clipped[:, :2]).prod(axis=1) / (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    keep = np.flatnonzero(left > least)
    return clipped[keep], keep


def mosaic_boxes(
    boxes: list[ArrayLike], shapes: list[tuple[int, int]], center: tuple[int, int], shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Four images around one point: each touches it with the corner that faces it, and is cut off at the border.

    Args:
        boxes: of the images, upper left, upper right, lower left, lower right, each (N_i, 4) xyxy.
        shapes: height and width of each image.
        center: x and y of the point where they meet.
        shape: height and width of the result.

    Returns:
        (K, 4) boxes and the (K,) indices of the image that each comes from.
    """
    x, y = center
    moved, image = [], []
    for index, (own, (height, width)) in enumerate(zip(boxes, shapes, strict=True)):
        shift = np.array([x if index % 2 else x - width, y if index >= 2 else y - height])
        moved.append(_boxes(own) + np.tile(shift, 2))
        image.append(np.full(len(moved[-1]), index))
    kept, keep = clip_boxes(np.concatenate(moved), shape)
    return kept, np.concatenate(image)[keep]


def _boxes(boxes: ArrayLike) -> np.ndarray:
    boxes = np.asarray(boxes, dtype=np.float64)
    return boxes.reshape(-1, 4)
