"""0/0 removes boxes without area.

Two boxes without area have an empty union, and their IoU comes out as NaN. `NaN <= threshold` is false, so the second one
is not kept. (With `iou > threshold` for removal it would stay: the result hangs on how the comparison is written.)
Decide 0/0 with `where=union > 0`.

Caught by: test_boxes_without_area[three points]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - inter
    with np.errstate(invalid="ignore"):
        return inter / union


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
