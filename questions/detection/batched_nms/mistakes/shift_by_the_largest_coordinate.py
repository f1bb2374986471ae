"""Classes are moved by the largest coordinate plus 1, and there are negative coordinates.

The shift of the libraries assumes that every box begins at 0 or above. A box that reaches below 0 sticks out of the region of
its class into the one before, and with only negative coordinates the shift has the wrong sign. (Large class ids cost digits
besides.) Number the classes, and move by the whole extent: largest minus smallest coordinate plus 1.

Caught by: test_classes_never_touch[the largest coordinate plus 1 carries it over the other]
Page: detection/nms#shift-trick
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
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        order = rest[iou_with(boxes[best], boxes[rest]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold):
    if len(boxes) == 0:
        return np.zeros(0, dtype=np.int64)
    boxes = boxes.astype(np.float64)
    shift = classes * (boxes.max() + 1)
    return nms(boxes + shift[:, None], scores, iou_threshold)
