"""Plain Python, one box at a time."""

import math

import numpy as np


def encode_boxes(boxes, anchors):
    if len(boxes) == 0:
        return np.zeros((0, 4))
    rows = []
    for (x1, y1, x2, y2), (a1, b1, a2, b2) in zip(boxes.tolist(), anchors.tolist()):
        w, h = a2 - a1, b2 - b1
        rows.append(
            [
                ((x1 + x2) - (a1 + a2)) / 2 / w,
                ((y1 + y2) - (b1 + b2)) / 2 / h,
                math.log((x2 - x1) / w),
                math.log((y2 - y1) / h),
            ]
        )
    return rows
