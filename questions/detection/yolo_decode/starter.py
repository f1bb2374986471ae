# question: detection/yolo_decode
import numpy as np


def yolo_decode(raw, anchors, stride):
    """Boxes in pixels and probabilities from the raw output of one level of a YOLOv3 head.

    Args:
        raw: (N, A * (5 + K), H, W) floats; for each anchor tx, ty, tw, th, objectness, K classes.
        anchors: (A, 2) floats, width and height in pixels.
        stride: pixels for each cell, a number.

    Returns:
        (N, A * H * W, 5 + K) floats: cx, cy, w, h in pixels, objectness, K class probabilities. The anchor
        changes slowest, then the row, then the column.
    """
    raise NotImplementedError("write me")
