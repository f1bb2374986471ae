# question: detection/letterbox
import numpy as np


def letterbox(boxes, shape, size):
    """Where boxes of an image lie after it was scaled into the network's input and padded evenly.

    Args:
        boxes: (N, 4) floats, x1, y1, x2, y2 in pixels of the image, continuous coordinates.
        shape: (height, width) of the image, whole numbers.
        size: (height, width) of the network's input, whole numbers.

    Returns:
        boxes: (N, 4) floats in pixels of the input.
        scale: one number for both axes.
        (left, top): the padding on these two sides, whole numbers.
    """
    raise NotImplementedError("write me")
