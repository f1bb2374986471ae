# question: detection/kmeans_anchors
import numpy as np


def kmeans_anchors(wh, init, iterations):
    """Anchors for boxes of these sizes: k-means with the distance 1 - IoU.

    Args:
        wh: (N, 2) floats, widths and heights, positive.
        init: (k, 2) floats, the anchors to begin with.
        iterations: how many times all boxes are assigned and all anchors moved.

    Returns:
        (k, 2) floats in the order of ``init``.
    """
    raise NotImplementedError("write me")
