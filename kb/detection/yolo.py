"""From the raw output of a YOLO head to boxes, as in YOLOv3 and as in YOLOv5.

Source: arXiv 1804.02767 (YOLOv3), section 2.1, for ``yolo_decode``; ultralytics/yolov5, ``models/yolo.py``,
class ``Detect``, for ``yolo_v5_decode``.

Differs:
- Pixels, not cells or fractions of the image: centers are multiplied by the stride, anchors are in pixels.
- The score of a class is not yet multiplied by the objectness, as NMS code wants either.
- Ultralytics flattens in the same order (anchor, row, column); Darknet's own code walks row, column, anchor.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["box_count", "sigmoid", "yolo_decode", "yolo_v5_decode"]


def sigmoid(x: ArrayLike) -> np.ndarray:
    """1 / (1 + exp(-x)), without an overflow for any x, of x's shape."""
    return np.asarray(np.exp(-np.logaddexp(0, -np.asarray(x))))  # exp(-log(1 + exp(-x)))


def yolo_decode(raw: ArrayLike, anchors: ArrayLike, stride: int) -> np.ndarray:
    """Boxes in pixels and probabilities, as in YOLOv3.

    Args:
        raw: (N, A * (5 + K), H, W), what the last convolution gives. The channels of an anchor stand together:
            tx, ty, tw, th, objectness, then K classes.
        anchors: (A, 2) width and height in pixels of the network's input.
        stride: pixels of the input for each cell.

    Returns:
        (N, A * H * W, 5 + K): cx, cy, w, h in pixels, then the sigmoids of objectness and classes. The anchor
        changes slowest, then the row, then the column.

    Raises:
        ValueError: shapes that do not fit together, anchors that are not positive.
    """
    cells, sizes = _cells(raw, anchors)
    prob = sigmoid(cells[..., [0, 1, *range(4, cells.shape[-1])]])
    center = (prob[..., :2] + _corners(cells)) * stride  # never leaves the cell
    size = sizes * np.exp(cells[..., 2:4])  # positive, and without a bound
    return _flat(np.concatenate([center, size, prob[..., 2:]], axis=-1))


def yolo_v5_decode(raw: ArrayLike, anchors: ArrayLike, stride: int) -> np.ndarray:
    """As ``yolo_decode``, with YOLOv5's formulas: half a cell of play, and at most 4 times the anchor.

    Args:
        raw: (N, A * (5 + K), H, W).
        anchors: (A, 2) width and height in pixels.
        stride: pixels of the input for each cell.

    Returns:
        (N, A * H * W, 5 + K), as ``yolo_decode``.

    Raises:
        ValueError: as ``yolo_decode``.
    """
    cells, sizes = _cells(raw, anchors)
    prob = sigmoid(cells)
    center = (2 * prob[..., :2] - 0.5 + _corners(cells)) * stride  # from -0.5 to 1.5 cells
    size = sizes * (2 * prob[..., 2:4]) ** 2  # from 0 to 4 anchors
    return _flat(np.concatenate([center, size, prob[..., 4:]], axis=-1))


def box_count(
    height: int, width: int, strides: Sequence[int] | np.ndarray = (8, 16, 32), anchors: int = 3
) -> int:
    """How many boxes a head predicts for an image, before any threshold.

    Args:
        height: of the network's input, in pixels.
        width: the same.
        strides: one for each level.
        anchors: for each cell; 1 for an anchor-free head.

    Raises:
        ValueError: a side that a stride does not divide (the image is padded to a multiple of it first).
    """
    steps = [int(stride) for stride in strides]
    if any(height % step or width % step for step in steps):
        raise ValueError(f"{height} x {width} is no multiple of all strides {steps}: pad the image first")
    return sum((height // step) * (width // step) * anchors for step in steps)


def _cells(raw: ArrayLike, anchors: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """(N, A, H, W, 5 + K) numbers of each cell, and (A, 1, 1, 2) sizes of the anchors."""
    raw, anchors = np.asarray(raw), np.asarray(anchors)
    if anchors.ndim != 2 or anchors.shape[1] != 2 or not np.all(anchors > 0):
        raise ValueError(f"anchors have shape {anchors.shape}, expected (A, 2) positive widths and heights")
    if raw.ndim != 4 or raw.shape[1] % len(anchors) or raw.shape[1] < 5 * len(anchors):
        found = f"raw has shape {raw.shape} with {len(anchors)} anchors"
        raise ValueError(f"{found}, expected (N, A * (5 + K), H, W) (channels last by mistake?)")
    images, channels, height, width = raw.shape
    # The channels are anchor-major: they are split into (A, 5 + K), and only then moved to the end.
    cells = raw.reshape(images, len(anchors), channels // len(anchors), height, width)
    return np.moveaxis(cells, 2, -1), anchors[:, None, None, :]


def _corners(cells: np.ndarray) -> np.ndarray:
    """(H, W, 2) x and y of each cell's upper left corner, in cells: x is the column."""
    rows, columns = np.indices(cells.shape[2:4])
    return np.stack([columns, rows], axis=-1).astype(cells.dtype)


def _flat(cells: np.ndarray) -> np.ndarray:
    """(N, A, H, W, 5 + K) -> (N, A * H * W, 5 + K); the sizes are named, for N may be 0."""
    return cells.reshape(cells.shape[0], int(np.prod(cells.shape[1:4])), cells.shape[-1])
