"""Plain Python: sorted() is stable, and a box is asked against the kept ones."""


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (area(a) + area(b) - w * h)


def nms(boxes, scores, iou_threshold):
    boxes, scores = boxes.tolist(), scores.tolist()
    keep = []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        if all(iou(boxes[i], boxes[j]) <= iou_threshold for j in keep):
            keep.append(i)
    return keep
