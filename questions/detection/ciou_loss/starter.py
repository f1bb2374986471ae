# question: detection/ciou_loss
import numpy as np


def ciou_loss(pred, target):
    """DIoU loss + alpha * v of each predicted box with the target in its row; alpha carries no gradient.

    Args:
        pred: (N, 4) floats, x1, y1, x2, y2, continuous coordinates (width is x2 - x1); all have height.
        target: (N, 4) floats, the same.

    Returns:
        (N,) floats; alpha is 0 where it is 0/0, the IoU of an empty union is 0.
    """
    raise NotImplementedError("write me")
