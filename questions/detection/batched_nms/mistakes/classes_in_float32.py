"""Classes are turned into float32, and two names become one.

Detections often travel as one (N, 6) float array with the class in the last column. Above `2**24` = 16,777,216 float32 has no
odd integers: neighbors fall together, and their boxes suppress each other. Compare the integers.

Caught by: test_classes_are_names[one number in float32]
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


def batched_nms(boxes, scores, classes, iou_threshold):
    detections = np.column_stack([boxes, scores, classes]).astype(np.float32)
    names = detections[:, 5]
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        same = names[rest] == names[best]
        too_much = iou_with(boxes[best], boxes[rest]) > iou_threshold
        order = rest[~(same & too_much)]
    return np.array(keep, dtype=np.int64)
