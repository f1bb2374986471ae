"""What the second stage of a detector sees: RoIAlign, RoIPool, and the pyramid level of a region.

Source: Mask R-CNN, arXiv 1703.06870, section 3 (RoIAlign); Fast R-CNN, arXiv 1504.08083, section 2.1 (RoIPool); feature
pyramids, arXiv 1612.03144, equation 1 (levels).

Differs:
- RoIAlign is "aligned" as in Detectron2 and later torchvision: half a pixel is subtracted, because pixel i of a map
  stands for the point i + 0.5. The first published code did not.
- No minimum size of a region. The first code took regions below one pixel for one pixel.
- RoIPool, like the original, rounds the region to whole cells and then the bins again.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes

__all__ = ["pyramid_level", "roi_align", "roi_pool"]


def roi_align(
    features: ArrayLike,
    boxes: ArrayLike,
    output_size: tuple[int, int],
    spatial_scale: float,
    sampling_ratio: int,
) -> np.ndarray:
    """Regions of a feature map in one size, sampled between its cells.

    Args:
        features: (C, H, W).
        boxes: (R, 4) xyxy, in pixels of the image.
        output_size: (h, w), the bins of a region.
        spatial_scale: cells per pixel, 1 / stride.
        sampling_ratio: samples in a bin along each axis, whose mean counts; at least 1.

    Returns:
        (R, C, h, w).

    Raises:
        ValueError: wrong shapes, no bins, or no samples.
    """
    features, boxes = np.asarray(features, dtype=np.float64), as_boxes(boxes, "boxes")
    if features.ndim != 3:
        raise ValueError(f"features have shape {features.shape}, expected (C, H, W); one image at a time")
    if min(output_size) < 1 or sampling_ratio < 1:
        raise ValueError(
            f"{output_size} bins with {sampling_ratio} samples each; expected at least 1 of both"
        )
    out = np.zeros((len(boxes), len(features), *output_size))
    for region, (x1, y1, x2, y2) in enumerate(boxes * spatial_scale - 0.5):  # in cells
        y = _samples(y1, y2, output_size[0], sampling_ratio)  # (h * s,)
        x = _samples(x1, x2, output_size[1], sampling_ratio)  # (w * s,)
        sampled = _rows(_rows(features, y, axis=1), x, axis=2)  # (C, h * s, w * s)
        bins = sampled.reshape(len(features), output_size[0], sampling_ratio, output_size[1], sampling_ratio)
        out[region] = bins.mean(axis=(2, 4))
    return out


def _samples(start: float, end: float, bins: int, ratio: int) -> np.ndarray:
    """(bins * ratio,) the middles of equally long pieces of a side."""
    return start + (end - start) * (np.arange(bins * ratio) + 0.5) / (bins * ratio)


def _rows(features: np.ndarray, index: np.ndarray, axis: int) -> np.ndarray:
    """Linear interpolation along one axis: bilinear is linear along both, one after the other.

    A sample below -1 or above the number of cells is 0; one that is nearer to the map is clamped to its border.
    """
    cells = features.shape[axis]
    inside = (index >= -1) & (index <= cells)
    at = np.clip(index, 0, cells - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, cells - 1)
    shape = [1, 1, 1]
    shape[axis] = len(index)
    share = (at - low).reshape(shape)
    mixed = features.take(low, axis) * (1 - share) + features.take(high, axis) * share
    return np.where(inside.reshape(shape), mixed, 0.0)


def roi_pool(
    features: ArrayLike, boxes: ArrayLike, output_size: tuple[int, int], spatial_scale: float
) -> np.ndarray:
    """The maximum of every bin of a region that is rounded to whole cells; arguments as for ``roi_align``."""
    features, boxes = np.asarray(features, dtype=np.float64), as_boxes(boxes, "boxes")
    _, height, width = features.shape
    out = np.zeros((len(boxes), len(features), *output_size))
    # Half up, as C's round does for positive numbers; NumPy rounds halves to the even number.
    for region, (x1, y1, x2, y2) in enumerate(np.floor(boxes * spatial_scale + 0.5).astype(int)):
        for row, (top, bottom) in enumerate(_bins(y1, y2, output_size[0], height)):
            for column, (left, right) in enumerate(_bins(x1, x2, output_size[1], width)):
                cells = features[:, top:bottom, left:right]
                if cells.size:
                    out[region, :, row, column] = cells.max(axis=(1, 2))
    return out


def _bins(first: int, last: int, bins: int, cells: int) -> list[tuple[int, int]]:
    """Start and end of each bin in cells, rounded outwards, so that they may overlap."""
    side = max(last - first + 1, 1) / bins
    edges = [(first + math.floor(n * side), first + math.ceil((n + 1) * side)) for n in range(bins)]
    return [(min(max(start, 0), cells), min(max(end, 0), cells)) for start, end in edges]


def pyramid_level(boxes: ArrayLike, lowest: int = 2, highest: int = 5) -> np.ndarray:
    """The level of a feature pyramid that a region is taken from: one more for each doubling of its side.

    Args:
        boxes: (R, 4) xyxy, in pixels; a region of 224 x 224, as in ImageNet's training, belongs to level 4.
        lowest: the finest level there is.
        highest: the coarsest one.

    Returns:
        (R,) int.
    """
    boxes = as_boxes(boxes, "boxes")
    side = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    level = np.floor(4 + np.log2(np.maximum(side, 1e-6) / 224))
    return np.clip(level, lowest, highest).astype(int)
