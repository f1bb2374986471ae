"""Plain Python, one walk over the pairs."""


def precision_recall_f1(target, pred, classes, average="macro"):
    tp, fp, fn = [0] * classes, [0] * classes, [0] * classes
    for truth, called in zip(target.tolist(), pred.tolist()):
        if truth == called:
            tp[truth] += 1
        else:
            fp[called] += 1
            fn[truth] += 1
    weights = [1 / classes] * classes
    if average == "weighted":
        weights = [(hits + missed) / max(len(target), 1) for hits, missed in zip(tp, fn)]
    if average == "micro":
        tp, fp, fn, weights = [sum(tp)], [sum(fp)], [sum(fn)], [1.0]
    totals = [0.0, 0.0, 0.0]
    for weight, hits, wrong, missed in zip(weights, tp, fp, fn):
        for place, bottom in enumerate((hits + wrong, hits + missed, hits + (wrong + missed) / 2)):
            totals[place] += weight * hits / bottom if bottom else 0.0
    return tuple(totals)
