"""The shifted coordinates do not fit into float32.

A float32 has 24 bits. Moved by 3.6 million, coordinates count in quarters of a pixel: small boxes change their shape, and their
IoU falls on the other side of the threshold. Shift in float64, or compare classes instead of moving boxes.

Caught by: test_small_boxes_in_a_large_image[IoU 19/32 above 18/32 goes]
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
    number = np.unique(classes, return_inverse=True)[1].reshape(-1)
    room = np.float32(boxes.max() - boxes.min() + 1)
    moved = boxes.astype(np.float32) + (number.astype(np.float32) * room)[:, None]
    return nms(moved, scores, iou_threshold)
