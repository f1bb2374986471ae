# question: detection/box_iou
import numpy as np


def box_iou(a, b):
    """Intersection over union of every box in `a` with every box in `b`.

    Args:
        a: (N, 4) floats, x1, y1, x2, y2, continuous coordinates (width is x2 - x1).
        b: (M, 4) floats, the same.

    Returns:
        (N, M) floats in [0, 1]; 0 where the union is empty.
    """
    raise NotImplementedError("write me")
