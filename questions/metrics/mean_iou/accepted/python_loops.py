"""Plain Python over lists."""


def mean_iou(confusion):
    n = confusion.tolist()
    ious = []
    for k in range(len(n)):
        union = sum(n[k]) + sum(row[k] for row in n) - n[k][k]
        if union:
            ious.append(n[k][k] / union)
    return sum(ious) / len(ious) if ious else float("nan")
