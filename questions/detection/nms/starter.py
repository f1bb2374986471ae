# question: detection/nms
import numpy as np


def nms(boxes, scores, iou_threshold):
    """Indices of the boxes that no better box overlaps too much.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2, continuous coordinates (width is x2 - x1).
        scores: (N,) floats, larger is better.
        iou_threshold: a number in [0, 1]; a box goes when its IoU with a kept one is greater.

    Returns:
        (K,) integers, indices into boxes by falling score; equal scores: lower index first.
    """
    raise NotImplementedError("write me")
