"""Each true box chooses its best detection.

Then the IoU decides instead of the score: a tight box of low score hits, and the loose one of high score before it is false. The detections choose, by falling score.

Caught by: test_hand_cases[the score decides, not the IoU]
Page: matching
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    matched = np.zeros(len(boxes), dtype=bool)
    for j in range(len(gt)):
        best = iou[:, j].argmax() if len(boxes) else None
        if best is not None and iou[best, j] >= iou_threshold:
            matched[best] = True
            iou[best] = -1
    return matched
