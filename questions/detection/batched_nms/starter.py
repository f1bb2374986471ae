# question: detection/batched_nms
import numpy as np


def batched_nms(boxes, scores, classes, iou_threshold):
    """NMS in which boxes of different classes never suppress each other.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2, continuous coordinates, possibly negative.
        scores: (N,) floats, larger is better.
        classes: (N,) integers, any.
        iou_threshold: a number in [0, 1]; a box goes when its IoU with a kept one of its class is greater.

    Returns:
        (K,) integers, indices into boxes by falling score over all classes; equal scores: lower index first.
    """
    raise NotImplementedError("write me")
