"""Which detections hit, and average precision by the three rules in use.

Source: the VOC development kits of 2007 (11 points) and 2010 (area); pycocotools ``COCOeval`` (101 points,
and the matching).

Differs:
- One image and one class; ``detection_coco`` gathers images, classes and thresholds, and knows crowds.
- No ``eps``: COCOeval adds 2.2e-16 to TP + FP, and takes min(threshold, 1 - 1e-10) for the threshold.
- Where two boxes of the truth have the same IoU with a detection, the first is taken; COCOeval takes the last.
- ``recall`` on a grid point is decided by ``TP / positives >= point`` in float64, as there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import box_iou

__all__ = ["average_precision", "envelope", "match_detections", "match_detections_voc", "precision_recall"]

POINTS = {"voc07": 11, "coco": 101}


def match_detections(boxes: ArrayLike, scores: ArrayLike, gt: ArrayLike, iou_threshold: float) -> np.ndarray:
    """Which detections are true positives, as in COCO.

    By falling score, each detection takes the box of the truth that is still free and overlaps it most.

    Args:
        boxes: (N, 4) xyxy, the detections of one class in one image.
        scores: (N,), larger is better; equal scores go by index.
        gt: (M, 4) xyxy, the truth.
        iou_threshold: the least IoU of a hit; an IoU exactly at it is one.

    Returns:
        (N,) bool, in the order of ``boxes``: True takes a box of the truth, False is a false positive.

    Raises:
        ValueError: boxes as in ``box_iou``.
    """
    iou = box_iou(boxes, gt)  # (N, M)
    matched = np.zeros(len(iou), dtype=bool)
    for row in np.argsort(-np.asarray(scores), kind="stable"):
        if iou[row].max(initial=-1) >= iou_threshold:
            matched[row] = True
            iou[:, iou[row].argmax()] = -1  # taken: nobody overlaps it any more
    return matched


def match_detections_voc(
    boxes: ArrayLike, scores: ArrayLike, gt: ArrayLike, iou_threshold: float
) -> np.ndarray:
    """The same by the rule of VOC: each detection looks at its best box only, taken or not.

    A detection whose best box is taken is a false positive, though another box may be free and above the
    threshold. Arguments and result as ``match_detections``.
    """
    iou = box_iou(boxes, gt)
    matched, taken = np.zeros(len(iou), dtype=bool), set()
    for row in np.argsort(-np.asarray(scores), kind="stable"):
        if iou[row].max(initial=-1) >= iou_threshold:
            matched[row] = int(iou[row].argmax()) not in taken
            taken.add(int(iou[row].argmax()))
    return matched


def precision_recall(matched: ArrayLike, scores: ArrayLike, positives: int) -> tuple[np.ndarray, np.ndarray]:
    """Precision and recall of the first 1, 2, ... N detections by falling score.

    Args:
        matched: (N,) bool, from all images.
        scores: (N,); equal scores keep their order.
        positives: how many boxes the truth has, found or not; above 0.

    Returns:
        (N,) and (N,): precision in [0, 1], and recall, which never falls.
    """
    order = np.argsort(-np.asarray(scores), kind="stable")
    hits = np.cumsum(np.asarray(matched)[order])
    return hits / np.arange(1, len(hits) + 1), hits / positives


def envelope(precision: ArrayLike) -> np.ndarray:
    """(N,) the best precision at this recall or any higher one."""
    return np.maximum.accumulate(np.asarray(precision)[::-1])[::-1]


def average_precision(matched: ArrayLike, scores: ArrayLike, positives: int, method: str = "coco") -> float:
    """Mean precision over recall, for one class and one IoU threshold.

    Args:
        matched: (N,) bool, which detections hit.
        scores: (N,), larger is better; equal scores keep their order.
        positives: how many boxes the truth has, found or not.
        method: "voc07", the mean of the envelope at 11 recalls; "coco", at 101; "area", the area under it.

    Returns:
        In [0, 1]; 0 without detections, NaN without positives. Recall that is never reached counts as precision 0.

    Raises:
        ValueError: another method.
    """
    if method not in (*POINTS, "area"):
        raise ValueError(f"method is {method!r}, expected voc07, area or coco")
    if positives == 0:
        return float("nan")  # the class is left out of a mean over classes
    precision, recall = precision_recall(matched, scores, positives)
    best = envelope(precision)
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())  # precision changes where recall rises
    first = np.searchsorted(recall, np.linspace(0, 1, POINTS[method]))  # the first with that recall
    return float(np.append(best, 0.0)[first].mean())
