"""An epsilon in the denominator weakens the decay of small boxes.

With `+ 1e-7` two equal boxes with sides of 0.001 (normalized coordinates) have an IoU of 0.91 instead of 1. It hides 0/0 instead of
deciding it: use `where=union > 0`.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
Page: detection/iou#common-mistakes
"""

import numpy as np


def one_to_many(box, boxes):
    w = np.clip(np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1]), 0, None)
    union = (
        (box[2] - box[0]) * (box[3] - box[1])
        + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        - w * h
    )
    return w * h / (union + 1e-7)


def soft_nms(boxes, scores, sigma=0.5, score_threshold=0.001):
    left, waiting, keep, kept = scores.astype(float), np.arange(len(boxes)), [], []
    while waiting.size:
        best = waiting[left[waiting].argmax()]
        if left[best] < score_threshold:
            break
        keep.append(best)
        kept.append(left[best])
        waiting = waiting[waiting != best]
        iou = one_to_many(boxes[best], boxes[waiting])
        left[waiting] *= np.exp(-(iou**2) / sigma)
    return np.array(keep, dtype=int), np.array(kept)
