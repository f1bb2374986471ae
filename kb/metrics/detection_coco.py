"""Mean average precision over images, classes and IoU thresholds, with crowds and a limit of detections.

Source: pycocotools ``COCOeval``, ``evaluateImg`` and ``accumulate``; the table "Metrics" of cocodataset.org.

Differs:
- Boxes are xyxy (COCO's files have xywh), and there is no range of areas.
- ``Image`` holds one class: call it once a class, then average.
- Crowds are boxes, not masks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import box_area, box_iou, intersection_and_union
from kb.metrics.detection import average_precision

__all__ = ["COCO_THRESHOLDS", "Image", "coco_ap", "match_with_crowds", "mean_ap"]

COCO_THRESHOLDS = np.linspace(0.5, 0.95, 10)


class Image(NamedTuple):
    """Detections and truth of one class in one image."""

    boxes: ArrayLike  # (N, 4) xyxy
    scores: ArrayLike  # (N,)
    gt: ArrayLike  # (M, 4) xyxy
    crowd: ArrayLike = ()  # (M,) bool; empty: none is


def match_with_crowds(image: Image, iou_threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Which detections hit, and which are ignored because they lie in a crowd.

    A crowd can be met by any number of detections, and its overlap is the share of the *detection* inside it.
    A detection turns to crowds only where no single box is left for it.

    Returns:
        Two (N,) bool arrays, matched and ignored; never both.
    """
    crowd = np.asarray(image.crowd, dtype=bool)
    crowd = crowd if crowd.size else np.zeros(len(np.asarray(image.gt)), dtype=bool)
    overlap = box_iou(image.boxes, image.gt)
    inside, _ = intersection_and_union(image.boxes, image.gt)
    area = np.broadcast_to(box_area(image.boxes)[:, None], inside.shape)
    share = np.divide(inside, area, out=np.zeros_like(inside), where=area > 0)
    single, crowded = np.where(crowd, -1, overlap), np.where(crowd, share, -1)
    matched, ignored = np.zeros((2, len(overlap)), dtype=bool)
    for row in np.argsort(-np.asarray(image.scores), kind="stable"):
        if single[row].max(initial=-1) >= iou_threshold:
            matched[row] = True
            single[:, single[row].argmax()] = -1
        elif crowded[row].max(initial=-1) >= iou_threshold:
            ignored[row] = True
    return matched, ignored


def coco_ap(
    images: Sequence[Image], iou_threshold: float, max_detections: int = 100, method: str = "coco"
) -> float:
    """AP of one class: matched image by image, then ranked over all images together.

    Args:
        images: one entry an image.
        iou_threshold: the least IoU of a hit.
        max_detections: of the highest scores, for each image and class.
        method: as in ``average_precision``.

    Returns:
        In [0, 1]; NaN where no image has a box of this class.
    """
    hits, scores, positives = [], [], 0
    for image in images:
        image = _best(image, max_detections)
        matched, ignored = match_with_crowds(image, iou_threshold)
        hits.append(matched[~ignored])
        scores.append(np.asarray(image.scores, dtype=np.float64)[~ignored])
        positives += len(np.asarray(image.gt)) - int(np.asarray(image.crowd, dtype=bool).sum())
    return average_precision(np.concatenate(hits), np.concatenate(scores), positives, method)


def mean_ap(
    classes: Sequence[Sequence[Image]],
    thresholds: ArrayLike = COCO_THRESHOLDS,
    max_detections: int = 100,
) -> float:
    """COCO's AP: the mean over classes and IoU thresholds; classes without any truth are left out."""
    values = [
        [coco_ap(images, float(threshold), max_detections) for threshold in np.atleast_1d(thresholds)]
        for images in classes
    ]
    kept = np.array(values)[~np.isnan(values).any(axis=1)]
    return float(kept.mean()) if kept.size else float("nan")


def _best(image: Image, limit: int) -> Image:
    """The detections of the highest scores, in falling order."""
    order = np.argsort(-np.asarray(image.scores), kind="stable")[:limit]
    boxes = np.asarray(image.boxes).reshape(-1, 4)
    return image._replace(boxes=boxes[order], scores=np.asarray(image.scores)[order])
