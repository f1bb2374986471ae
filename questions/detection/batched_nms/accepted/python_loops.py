"""Plain Python: the kept boxes of each class in a dictionary."""

from collections import defaultdict


def iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    inter = w * h
    return inter / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter)


def batched_nms(boxes, scores, classes, iou_threshold):
    rows, names, values = boxes.tolist(), classes.tolist(), scores.tolist()
    keep, of_class = [], defaultdict(list)
    for i in sorted(range(len(rows)), key=lambda i: (-values[i], i)):
        if all(iou(rows[i], other) <= iou_threshold for other in of_class[names[i]]):
            keep.append(i)
            of_class[names[i]].append(rows[i])
    return keep
