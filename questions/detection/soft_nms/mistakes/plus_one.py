"""One pixel is added to each side.

`x2 - x1 + 1` stems from inclusive integer pixels, as in the code that came with the paper. In continuous coordinates boxes that
merely touch would decay each other, and small boxes overlap far too much.

Caught by: test_hand_cases[an IoU of 1/3]
Page: detection/iou#common-mistakes
"""

import numpy as np


def one_to_many(box, boxes):
    w = np.clip(np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0]) + 1, 0, None)
    h = np.clip(np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1]) + 1, 0, None)
    union = (
        (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
        + (boxes[:, 2] - boxes[:, 0] + 1) * (boxes[:, 3] - boxes[:, 1] + 1)
        - w * h
    )
    return np.divide(w * h, union, out=np.zeros_like(union), where=union > 0)


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
