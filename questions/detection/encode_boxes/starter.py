# question: detection/encode_boxes
import numpy as np


def encode_boxes(boxes, anchors):
    """What has to be predicted so that each anchor becomes its box.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2, with area; row i belongs to anchor i.
        anchors: (N, 4) floats, the same.

    Returns:
        (N, 4) floats tx, ty, tw, th.
    """
    raise NotImplementedError("write me")
