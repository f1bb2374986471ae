"""One pixel is added to each side.

`x2 - x1 + 1` stems from inclusive integer pixels, as in the first public NMS scripts. In continuous coordinates it turns an
edge in common into an overlap, and in normalized coordinates everything overlaps everything.

Caught by: test_hand_cases[side by side: all stay]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]) + 1, 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]) + 1, 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0] + 1) * (others[:, 3] - others[:, 1] + 1)
    return inter / ((box[2] - box[0] + 1) * (box[3] - box[1] + 1) + area - inter)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
