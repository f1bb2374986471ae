# question: detection/giou_loss
import numpy as np


def giou_loss(pred, target):
    """1 - GIoU of each predicted box with the target in the same row.

    Args:
        pred: (N, 4) floats, x1, y1, x2, y2, continuous coordinates (width is x2 - x1).
        target: (N, 4) floats, the same.

    Returns:
        (N,) floats in [0, 2]; a hull of area 0 adds no penalty, the IoU of an empty union is 0.
    """
    raise NotImplementedError("write me")
