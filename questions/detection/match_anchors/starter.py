# question: detection/match_anchors
import numpy as np


def match_anchors(anchors, gt, low=0.3, high=0.7):
    """Which object each anchor has to predict.

    Args:
        anchors: (N, 4) floats, x1, y1, x2, y2.
        gt: (M, 4) floats, the objects.
        low: below it an anchor is background.
        high: from it on an anchor is positive.

    Returns:
        (N,) integers: the index of the object, -1 for background, -2 for ignored.
    """
    raise NotImplementedError("write me")
