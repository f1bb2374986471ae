# question: detection/decode_boxes
import numpy as np


def decode_boxes(deltas, anchors):
    """The boxes that predicted offsets stand for.

    Args:
        deltas: (N, 4) floats tx, ty, tw, th; tw and th are capped at log(1000/16).
        anchors: (N, 4) floats, x1, y1, x2, y2, with area.

    Returns:
        (N, 4) floats, x1, y1, x2, y2.
    """
    raise NotImplementedError("write me")
