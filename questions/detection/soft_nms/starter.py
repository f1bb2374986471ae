# question: detection/soft_nms
import numpy as np


def soft_nms(boxes, scores, sigma=0.5, score_threshold=0.001):
    """Soft-NMS with the Gaussian decay.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2.
        scores: (N,) floats.
        sigma: width of the decay.
        score_threshold: selection ends when no score is at least this.

    Returns:
        (K,) integers, the indices in the order of selection, and (K,) floats, the scores at selection.
    """
    raise NotImplementedError("write me")
