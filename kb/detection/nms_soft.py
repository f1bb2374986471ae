"""Soft-NMS with the Gaussian decay: overlapped boxes lose score instead of being removed.

Source: arXiv 1704.04503, figure 2 and equation 3.

Differs:
- Selection stops as soon as no score reaches the threshold; the paper decays everything and leaves the cut to whoever
  uses the boxes.
- Equal scores keep the order of the input.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.detection.iou import as_boxes, box_iou

__all__ = ["soft_nms"]


def soft_nms(
    boxes: ArrayLike, scores: ArrayLike, sigma: float = 0.5, score_threshold: float = 0.001
) -> tuple[np.ndarray, np.ndarray]:
    """Boxes in the order in which they are selected, with the scores that they had left by then.

    Args:
        boxes: (N, 4) xyxy, continuous coordinates.
        scores: (N,) larger is better.
        sigma: width of the decay, above 0; each selected box multiplies the scores of the others by exp(-IoU² / sigma).
        score_threshold: selection ends when no score is at least this.

    Returns:
        (K,) int64 indices, and (K,) their scores, which fall; of equal scores the lower index comes first.

    Raises:
        ValueError: wrong shapes, a sigma that is not above 0, boxes that ``box_iou`` refuses.
    """
    boxes, left = as_boxes(boxes, "boxes"), np.array(scores, dtype=np.float64)  # a copy: the caller's stay
    if left.shape != (len(boxes),):
        raise ValueError(f"scores have shape {left.shape}, expected one for each of {len(boxes)} boxes")
    if not sigma > 0:
        raise ValueError(f"sigma is {sigma}, expected a number above 0")
    waiting = np.arange(len(boxes))
    keep, kept = [], []
    while waiting.size:
        best = waiting[left[waiting].argmax()]  # the first of equals has the lowest index
        if left[best] < score_threshold:
            break
        keep.append(best)
        kept.append(left[best])
        waiting = waiting[waiting != best]
        iou = box_iou(boxes[[best]], boxes[waiting])[0]  # (W,)
        left[waiting] *= np.exp(-(iou**2) / sigma)
    return np.array(keep, dtype=np.int64), np.array(kept, dtype=np.float64)
