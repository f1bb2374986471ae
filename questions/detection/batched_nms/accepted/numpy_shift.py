"""NumPy with the shift of the libraries, made safe: numbered classes, the whole extent, float64."""

import numpy as np


def batched_nms(boxes, scores, classes, iou_threshold):
    if len(boxes) == 0:
        return np.zeros(0, dtype=np.int64)
    number = np.unique(classes, return_inverse=True)[1].reshape(-1)
    room = float(boxes.max()) - float(boxes.min()) + 1
    moved = boxes.astype(np.float64) + (number * room)[:, None]
    lo = np.maximum(moved[:, None, :2], moved[None, :, :2])
    hi = np.minimum(moved[:, None, 2:], moved[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=-1)
    area = (moved[:, 2:] - moved[:, :2]).prod(axis=-1)
    too_much = inter > iou_threshold * (area[:, None] + area[None, :] - inter)
    keep = []
    for i in np.argsort(-scores, kind="stable"):
        if not too_much[i, keep].any():
            keep.append(i)
    return np.array(keep)
