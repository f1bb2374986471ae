"""Plain Python: a dictionary of those who wait."""

import math


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inter = w * h if w > 0 and h > 0 else 0.0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0.0


def soft_nms(boxes, scores, sigma=0.5, score_threshold=0.001):
    boxes = boxes.tolist()
    left = dict(enumerate(scores.tolist()))
    keep, kept = [], []
    while left:
        best = max(left, key=left.get)
        score = left.pop(best)
        if score < score_threshold:
            break
        keep.append(best)
        kept.append(score)
        for index in left:
            left[index] *= math.exp(-(overlap(boxes[best], boxes[index]) ** 2) / sigma)
    return keep, kept
