# question: metrics/match_detections
import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    """Which detections are true positives.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2, continuous coordinates.
        scores: (N,) floats; equal scores go by index.
        gt: (M, 4) floats, the true boxes.
        iou_threshold: the least IoU of a hit.

    Returns:
        (N,) bools in the order of boxes.
    """
    raise NotImplementedError("write me")
