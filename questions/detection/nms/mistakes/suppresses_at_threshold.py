"""A box exactly at the threshold is removed.

`iou < iou_threshold` keeps too little: a box goes only when its IoU is *greater* than the threshold. Here a threshold of
1 removes exact copies, and a threshold of 0 removes boxes that do not overlap at all. Keep where `iou <= iou_threshold`, as
torchvision, ONNX and OpenCV do.

Caught by: test_at_the_threshold[IoU 1/2 at 1/2 stays-float64]
Page: detection/nms#greater-or-equal
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
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou < iou_threshold]
    return np.array(keep, dtype=np.int64)
