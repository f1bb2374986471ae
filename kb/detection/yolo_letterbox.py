"""Letterbox: an image of any shape into the network's input, its boxes with it, and back.

Source: Darknet, ``src/image.c``, ``letterbox_image``; ultralytics/yolov5, ``utils/augmentations.py``,
``letterbox``, for the gray of 114 and the smallest shape.

Differs:
- An odd number of padding pixels puts the extra one at the bottom and at the right, as in YOLOv5 (whose
  ``round(x - 0.1)`` says the same).
- Boxes are multiplied by the scale itself, not by the ratio of the rounded content to the image.
- A small image is always enlarged; YOLOv5's function can leave that out (``scaleup=False``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes

__all__ = ["letterbox", "letterbox_image", "resize", "smallest_shape", "undo_letterbox"]

Pair = tuple[int, int]


def letterbox(boxes: ArrayLike, shape: Pair, size: Pair) -> tuple[np.ndarray, float, Pair]:
    """Where boxes of an image lie after it was scaled into ``size`` and padded evenly.

    Args:
        boxes: (N, 4) xyxy in pixels of the image.
        shape: height and width of the image.
        size: height and width of the network's input.

    Returns:
        (N, 4) boxes in pixels of the input; the one scale of both axes; (left, top) padding, whole pixels.

    Raises:
        ValueError: boxes as in ``box_iou``; a side that is not positive.
    """
    boxes = as_boxes(boxes, "boxes")
    scale, content = _fit(shape, size)
    top, left = ((whole - part) // 2 for whole, part in zip(size, content, strict=True))
    return boxes * boxes.dtype.type(scale) + _twice((left, top), boxes), scale, (left, top)


def undo_letterbox(boxes: ArrayLike, shape: Pair, size: Pair) -> np.ndarray:
    """Boxes of the network's input back in the image: subtract first, then divide, then clip.

    Args:
        boxes: (N, 4) xyxy in pixels of the input.
        shape: height and width of the image.
        size: height and width of the network's input.

    Returns:
        (N, 4) in pixels of the image, clipped to it (what lies on the padding alone loses its area).

    Raises:
        ValueError: as ``letterbox``.
    """
    boxes = as_boxes(boxes, "boxes")
    _, scale, corner = letterbox(np.zeros((0, 4)), shape, size)
    back = (boxes - _twice(corner, boxes)) / boxes.dtype.type(scale)
    return np.clip(back, 0, _twice((shape[1], shape[0]), boxes))


def letterbox_image(image: np.ndarray, size: Pair, fill: float = 114) -> np.ndarray:
    """The image in the middle of a gray input.

    Args:
        image: (H, W, C).
        size: height and width of the result.
        fill: the value of the padding.

    Returns:
        (h, w, C) of the image's dtype.

    Raises:
        ValueError: not (H, W, C); an image so narrow that nothing of it is left.
    """
    if image.ndim != 3:
        raise ValueError(f"image has shape {image.shape}, expected (H, W, C) (add an axis to a gray image)")
    _, (height, width) = _fit(image.shape[:2], size)
    _, _, (left, top) = letterbox(np.zeros((0, 4)), image.shape[:2], size)
    result = np.full((*size, image.shape[2]), fill, dtype=image.dtype)
    result[top : top + height, left : left + width] = resize(image, (height, width))
    return result


def resize(image: np.ndarray, size: Pair) -> np.ndarray:
    """Bilinear, with pixel centers at halves and without antialiasing, as ``cv2.resize`` does by default.

    Args:
        image: (H, W, C); integers are rounded at the end.
        size: height and width of the result.

    Raises:
        ValueError: a side of 0.
    """
    if 0 in (*image.shape[:2], *size):
        raise ValueError(f"cannot resize {image.shape[:2]} to {size}: a side is 0 (a very narrow image?)")
    pixels = image.astype(np.float64)
    for axis in (0, 1):
        old, new = pixels.shape[axis], size[axis]
        at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        low = np.floor(at).astype(int)
        weight = (at - low).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        below, above = pixels.take(low, axis), pixels.take(np.minimum(low + 1, old - 1), axis)
        pixels = below * (1 - weight) + above * weight
    return (np.rint(pixels) if np.issubdtype(image.dtype, np.integer) else pixels).astype(image.dtype)


def smallest_shape(shape: Pair, size: Pair, stride: int = 32) -> Pair:
    """Height and width with the fewest bars: the scaled image, each side rounded up to the stride.

    Args:
        shape: height and width of the image.
        size: the largest height and width.
        stride: the largest stride of the network.

    Raises:
        ValueError: as ``letterbox``.
    """
    _, content = _fit(shape, size)
    height, width = (-(-side // stride) * stride for side in content)
    return height, width


def _fit(shape: tuple[int, ...], size: Pair) -> tuple[float, Pair]:
    """The scale at which the whole image fits, and its height and width then."""
    if len(shape) != 2 or len(size) != 2 or min(*shape, *size) <= 0:
        raise ValueError(f"found shape {shape} and size {size}, expected two positive (height, width)")
    scale = min(size[0] / shape[0], size[1] / shape[1])
    return scale, (round(shape[0] * scale), round(shape[1] * scale))


def _twice(corner: tuple[int, int], boxes: np.ndarray) -> np.ndarray:
    """(x, y) as (x, y, x, y), in the precision of the boxes."""
    return np.array([*corner, *corner], dtype=boxes.dtype)
