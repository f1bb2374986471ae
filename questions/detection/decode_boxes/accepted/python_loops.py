"""Plain Python, one box at a time."""

import math

import numpy as np


def decode_boxes(deltas, anchors):
    if len(deltas) == 0:
        return np.zeros((0, 4))
    cap = math.log(1000 / 16)
    rows = []
    for (tx, ty, tw, th), (x1, y1, x2, y2) in zip(deltas.tolist(), anchors.tolist()):
        w, h = x2 - x1, y2 - y1
        cx, cy = x1 + w / 2 + tx * w, y1 + h / 2 + ty * h
        w, h = w * math.exp(min(tw, cap)), h * math.exp(min(th, cap))
        rows.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    return rows
