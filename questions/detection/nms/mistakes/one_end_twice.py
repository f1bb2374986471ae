"""One end of a side is subtracted from itself.

`ymax - ymax` is a typo for `ymax - ymin`: the area is 0, the union is too small, and boxes go that should stay. Take
both ends by slices (`boxes[:, 2:] - boxes[:, :2]`) and there is nothing to mistype.

Caught by: test_hand_cases[IoU 1/3: both stay]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 3])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
