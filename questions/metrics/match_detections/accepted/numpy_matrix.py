"""NumPy, all IoUs first, taken columns closed with -1."""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    matched = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores, kind="stable"):
        if len(gt) and iou[i].max() >= iou_threshold:
            matched[i] = True
            iou[:, iou[i].argmax()] = -1
    return matched
