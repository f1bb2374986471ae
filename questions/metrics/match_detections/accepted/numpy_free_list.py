"""NumPy, one row of IoUs at a time, a mask of free boxes."""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    matched, free = np.zeros(len(boxes), dtype=bool), np.ones(len(gt), dtype=bool)
    area = (gt[:, 2] - gt[:, 0]) * (gt[:, 3] - gt[:, 1])
    for i in np.lexsort((np.arange(len(scores)), -scores)):
        x1, y1, x2, y2 = boxes[i]
        w = np.minimum(x2, gt[:, 2]) - np.maximum(x1, gt[:, 0])
        h = np.minimum(y2, gt[:, 3]) - np.maximum(y1, gt[:, 1])
        inter = np.maximum(w, 0) * np.maximum(h, 0)
        union = (x2 - x1) * (y2 - y1) + area - inter
        iou = np.where(free & (union > 0), inter / np.where(union > 0, union, 1), 0)
        able = np.flatnonzero(iou >= iou_threshold)
        if len(able):
            best = able[iou[able].argmax()]
            free[best] = False
            matched[i] = True
    return matched
