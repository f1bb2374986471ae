"""Plain Python, one walk from the last detection to the first."""


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    ranked = [hit for _, hit in sorted(zip(scores.tolist(), matched.tolist()), key=lambda pair: -pair[0])]
    hits, best, steps = sum(ranked), 0.0, []
    for rank in range(len(ranked), 0, -1):
        if ranked[rank - 1]:
            best = max(best, hits / rank)
            steps.append((hits, best))  # the envelope on the way to this many hits
            hits -= 1
    if method == "area":
        return sum(value for _, value in steps) / positives
    points = 11 if method == "voc07" else 101
    total = 0.0
    for point in range(points):
        reached = [value for count, value in steps if count * (points - 1) >= point * positives]
        total += max(reached, default=0.0)
    return total / points
