"""Plain Python over lists."""


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inter = w * h if w > 0 and h > 0 else 0.0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0.0


def match_detections(boxes, scores, gt, iou_threshold):
    boxes, scores, free = boxes.tolist(), scores.tolist(), gt.tolist()
    matched = [False] * len(boxes)
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        best = max(free, key=lambda box: _iou(boxes[i], box), default=None)
        if best is not None and _iou(boxes[i], best) >= iou_threshold:
            free.remove(best)
            matched[i] = True
    return matched
