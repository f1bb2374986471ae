"""NumPy without a sort: the best box that is still alive, again and again; no division."""

import numpy as np


def overlaps(one, others, threshold):
    wh = np.maximum(np.minimum(one[2:], others[:, 2:]) - np.maximum(one[:2], others[:, :2]), 0)
    inter = wh.prod(axis=1)
    area = (others[:, 2:] - others[:, :2]).prod(axis=1)
    return inter > threshold * ((one[2:] - one[:2]).prod() + area - inter)


def nms(boxes, scores, iou_threshold):
    alive = np.ones(len(boxes), dtype=bool)
    keep = []
    while alive.any():
        best = np.where(alive, scores, -np.inf).argmax()  # the first of equals
        keep.append(int(best))
        alive[best] = False
        alive &= ~overlaps(boxes[best], boxes, iou_threshold)
    return keep
