"""NumPy without a walk: guess who is kept, correct the guess from the IoU matrix until it stays the same."""

import numpy as np


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    sorted_boxes = boxes[order]
    lo = np.maximum(sorted_boxes[:, None, :2], sorted_boxes[None, :, :2])
    hi = np.minimum(sorted_boxes[:, None, 2:], sorted_boxes[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=-1)
    area = (sorted_boxes[:, 2:] - sorted_boxes[:, :2]).prod(axis=-1)
    both = area[:, None] + area[None, :]
    suppresses = np.triu(inter * (1 + iou_threshold) > iou_threshold * both, k=1)  # row above column
    kept = np.ones(len(order), dtype=bool)
    while True:
        corrected = ~(suppresses & kept[:, None]).any(axis=0)
        if (corrected == kept).all():
            return order[kept]
        kept = corrected
