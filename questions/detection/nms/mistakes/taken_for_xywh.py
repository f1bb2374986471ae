"""The boxes are taken for xywh.

The last two numbers are the lower right corner here. Read as width and height, every box far from the origin becomes huge
and swallows the others. `cv2.dnn.NMSBoxes` does want xywh; torchvision wants xyxy. Ask before you code.

Caught by: test_hand_cases[apart: all stay, by falling score]
Page: detection/iou#common-mistakes
"""

import numpy as np


def iou_with(box, others):
    w = np.clip(np.minimum(box[0] + box[2], others[:, 0] + others[:, 2]) - np.maximum(box[0], others[:, 0]), 0, None)
    h = np.clip(np.minimum(box[1] + box[3], others[:, 1] + others[:, 3]) - np.maximum(box[1], others[:, 1]), 0, None)
    inter = w * h
    union = box[2] * box[3] + others[:, 2] * others[:, 3] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        iou = iou_with(boxes[best], boxes[rest])
        order = rest[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)
