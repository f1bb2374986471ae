"""Plain Python: the rules one after the other."""


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inter = w * h if w > 0 and h > 0 else 0.0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0.0


def match_anchors(anchors, gt, low=0.3, high=0.7):
    table = [[overlap(a, b) for b in gt.tolist()] for a in anchors.tolist()]
    columns = [max(column) for column in zip(*table)]
    out = []
    for row in table:
        best = max(row, default=0.0)
        if row and (best >= high or any(0 < value == top for value, top in zip(row, columns))):
            out.append(row.index(best))
        elif not row or best < low:
            out.append(-1)
        else:
            out.append(-2)
    return out
