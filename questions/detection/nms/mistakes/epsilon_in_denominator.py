"""An epsilon in the denominator keeps small duplicates.

With `+ 1e-7` two equal boxes of side 0.001 (normalized coordinates) have an IoU of 0.91 instead of 1, and a threshold above
that keeps both. Decide 0/0 with `where=union > 0` and leave every other value alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return inter / (union + 1e-7)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
