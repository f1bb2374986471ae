"""A box is compared with the last kept box only.

Neighbors in the order of scores are not neighbors in the image: between two boxes of one object there may be the box of
another one. Compare with every kept box.

Caught by: test_hand_cases[two objects, two boxes]
Page: common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(boxes, scores, iou_threshold):
    keep = []
    for i in np.argsort(-scores, kind="stable"):
        if not keep or iou_with(boxes[i], boxes[keep[-1:]])[0] <= iou_threshold:
            keep.append(i)
    return np.array(keep, dtype=np.int64)
