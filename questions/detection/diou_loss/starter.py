# question: detection/diou_loss
import numpy as np


def diou_loss(pred, target):
    """1 - IoU + (center distance / hull diagonal)² of each predicted box with the target in its row.

    Args:
        pred: (N, 4) floats, x1, y1, x2, y2, continuous coordinates (width is x2 - x1).
        target: (N, 4) floats, the same.

    Returns:
        (N,) floats in [0, 2]; a hull of diagonal 0 adds no penalty, the IoU of an empty union is 0.
    """
    raise NotImplementedError("write me")
