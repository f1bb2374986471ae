"""Which predictions answer for an object: the cell of v1, the best anchor of v3, the neighbor cells of v5.

Source: arXiv 1506.02640, section 2; arXiv 1804.02767, section 2.1; ultralytics/yolov5, ``utils/loss.py``,
``build_targets``.

Differs:
- One object or one list of sizes at a time, instead of a batch over all levels.
- Of v3 the positives only: the predictions that are ignored (IoU above a threshold, not best) are left out.
- A center exactly between two cells has the left (upper) neighbor; YOLOv5's comparisons then add both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.yolo_anchors import wh_iou

__all__ = ["owner_cell", "v3_anchor", "v5_anchors", "v5_cells"]


def owner_cell(center: ArrayLike, shape: tuple[int, int], grid: tuple[int, int]) -> tuple[int, int]:
    """Row and column of the cell that holds the center of an object (v1 to v3).

    Args:
        center: (2,) x and y in pixels.
        shape: height and width of the image.
        grid: rows and columns of cells.

    Raises:
        ValueError: a center outside the image (the right and lower border do not belong to it).
    """
    x, y = np.asarray(center, dtype=float)
    height, width = shape
    if not (0 <= x < width and 0 <= y < height):
        raise ValueError(f"center ({x:g}, {y:g}) is outside of the image of {width} x {height} pixels")
    return int(y / height * grid[0]), int(x / width * grid[1])


def v3_anchor(wh: ArrayLike, anchors: ArrayLike) -> np.ndarray:
    """The one anchor, among those of all levels, whose shape has the highest IoU with each object's.

    Args:
        wh: (N, 2) sizes of the objects in pixels.
        anchors: (A, 2) sizes of the anchors of all levels.

    Returns:
        (N,) indices into ``anchors``, the lower of equals.

    Raises:
        ValueError: as ``wh_iou``.
    """
    return np.asarray(wh_iou(wh, anchors).argmax(axis=1))


def v5_anchors(wh: ArrayLike, anchors: ArrayLike, limit: float = 4.0) -> np.ndarray:
    """Which anchors are positive for which object: all whose sides differ by less than a factor.

    Args:
        wh: (N, 2) sizes of the objects.
        anchors: (A, 2) sizes of the anchors, in the same unit.
        limit: exclusive; 4 is also the largest factor that the decoding can reach.

    Returns:
        (N, A) bool.
    """
    ratio = np.asarray(wh, dtype=float)[:, None] / np.asarray(anchors, dtype=float)[None]  # (N, A, 2)
    return np.asarray(np.maximum(ratio, 1 / ratio).max(axis=-1) < limit)


def v5_cells(center: ArrayLike, stride: int, grid: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells that are positive for an object in YOLOv5: its own and the nearest neighbor in each axis.

    Args:
        center: (2,) x and y in pixels.
        stride: pixels for each cell.
        grid: rows and columns of cells.

    Returns:
        One to three (row, column): no neighbor beyond the border, none on either side from the exact middle of a cell.

    Raises:
        ValueError: as ``owner_cell``.
    """
    row, column = owner_cell(center, (grid[0] * stride, grid[1] * stride), grid)
    x, y = np.asarray(center, dtype=float) / stride
    nearest = [(row, column + _towards(x)), (row + _towards(y), column)]
    inside = [cell for cell in nearest if 0 <= cell[0] < grid[0] and 0 <= cell[1] < grid[1]]
    return [(row, column), *(cell for cell in inside if cell != (row, column))]


def _towards(coordinate: float) -> int:
    """-1 in the first half of a cell, 1 in the second, 0 in the middle."""
    return int(np.sign(coordinate % 1 - 0.5))
