"""An epsilon in the denominator keeps small duplicates.

With `+ 1e-7` two equal boxes of side 0.001 (normalized coordinates) have an IoU of 0.91 instead of 1, and a threshold above
that keeps both. Decide 0/0 with `where=union > 0`, or multiply the threshold by the union, and leave every other value alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
Page: detection/iou#common-mistakes
"""

import numpy as np


def batched_nms(boxes, scores, classes, iou_threshold):
    x1, y1, x2, y2 = boxes.T
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        best, rest = order[0], order[1:]
        keep.append(best)
        w = np.clip(np.minimum(x2[best], x2[rest]) - np.maximum(x1[best], x1[rest]), 0, None)
        h = np.clip(np.minimum(y2[best], y2[rest]) - np.maximum(y1[best], y1[rest]), 0, None)
        inter = w * h
        too_much = inter / (areas[best] + areas[rest] - inter + 1e-7) > iou_threshold
        order = rest[~(too_much & (classes[rest] == classes[best]))]
    return np.array(keep, dtype=np.int64)
