"""Anchors from the boxes of a data set: k-means with 1 - IoU as distance, and how well anchors fit.

Source: arXiv 1612.08242 (YOLOv2), section 2, "Dimension Clusters"; ultralytics/yolov5, ``utils/autoanchor.py``,
for ``best_possible_recall``.

Differs:
- The initial anchors are given, and the number of iterations is fixed: the result is reproducible.
- A cluster is represented by its mean, as in the paper's plain k-means. The mean does not minimize the mean of
  1 - IoU, so the average IoU may fall in a step; a median instead of the mean has no guarantee either.
- YOLOv5 clusters with Euclidean distance on sizes divided by their deviation, then mutates the anchors at random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["average_iou", "best_possible_recall", "kmeans_anchors", "wh_iou"]


def wh_iou(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    """IoU of every size in ``a`` with every size in ``b``, as boxes that share a corner (or the center).

    Args:
        a: (N, 2) widths and heights, positive.
        b: (M, 2).

    Returns:
        (N, M) in (0, 1].

    Raises:
        ValueError: not (N, 2), or a side that is not positive.
    """
    a, b = _sizes(a, "a"), _sizes(b, "b")
    overlap = np.minimum(a[:, None], b[None]).prod(axis=-1)  # (N, M, 2) sides -> (N, M)
    return overlap / (a.prod(axis=-1)[:, None] + b.prod(axis=-1)[None] - overlap)


def kmeans_anchors(wh: ArrayLike, init: ArrayLike, iterations: int) -> np.ndarray:
    """k anchors for boxes of these sizes.

    Args:
        wh: (N, 2) widths and heights of the boxes.
        init: (k, 2) anchors to begin with.
        iterations: how many times all boxes are assigned and all anchors moved; 0 returns ``init``.

    Returns:
        (k, 2) in the order of ``init``. A box counts for the anchor of highest IoU (the lower index first);
        an anchor without boxes stays where it is.

    Raises:
        ValueError: wrong shapes, a side that is not positive, a negative number of iterations.
    """
    wh, anchors = _sizes(wh, "wh"), _sizes(init, "init").copy()
    if iterations < 0:
        raise ValueError(f"iterations is {iterations}, expected 0 or more")
    for _ in range(iterations):
        nearest = wh_iou(wh, anchors).argmax(axis=1)  # the first of equals
        for index in np.unique(nearest):  # anchors without boxes are not among them
            anchors[index] = wh[nearest == index].mean(axis=0)
    return anchors


def average_iou(wh: ArrayLike, anchors: ArrayLike) -> float:
    """Mean over the boxes of the IoU with their best anchor: what YOLOv2 plots against k.

    Raises:
        ValueError: as ``wh_iou``; no boxes.
    """
    return float(_best(wh_iou(wh, anchors)).mean())


def best_possible_recall(wh: ArrayLike, anchors: ArrayLike, limit: float = 4.0) -> float:
    """Share of the boxes that some anchor may be matched with in YOLOv5.

    Args:
        wh: (N, 2) widths and heights of the boxes, in pixels of the network's input.
        anchors: (k, 2).
        limit: each side must be below ``limit`` times the anchor's and above 1 / ``limit`` of it.

    Raises:
        ValueError: as ``average_iou``.
    """
    ratio = _sizes(wh, "wh")[:, None] / _sizes(anchors, "anchors")[None]  # (N, k, 2)
    worse_side = np.minimum(ratio, 1 / ratio).min(axis=-1)  # (N, k) in (0, 1]
    return float((_best(worse_side) > 1 / limit).mean())


def _best(fit: np.ndarray) -> np.ndarray:
    """(N, k) -> (N,), the best of each row."""
    if 0 in fit.shape:
        raise ValueError(f"{fit.shape[0]} boxes and {fit.shape[1]} anchors: expected at least one of each")
    return np.asarray(fit.max(axis=1))


def _sizes(wh: ArrayLike, name: str) -> np.ndarray:
    """(N, 2) positive sides, as floats."""
    wh = np.asarray(wh)
    wh = wh if np.issubdtype(wh.dtype, np.floating) else wh.astype(np.float64)
    if wh.ndim != 2 or wh.shape[1] != 2 or not np.all(wh > 0):
        found = f"{name} has shape {wh.shape}"
        raise ValueError(f"{found}, expected (N, 2) positive widths and heights (xyxy boxes by mistake?)")
    return wh
