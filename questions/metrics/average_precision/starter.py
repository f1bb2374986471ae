# question: metrics/average_precision
import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    """Mean of the precision envelope over recall, for one class and one IoU threshold.

    Args:
        matched: (N,) bools, which detections hit.
        scores: (N,) floats, larger is better; equal scores keep their order.
        positives: how many true boxes there are, found or not.
        method: "voc07" (11 recalls), "coco" (101 recalls) or "area".

    Returns:
        A float in [0, 1]; NaN where positives is 0.
    """
    raise NotImplementedError("write me")
