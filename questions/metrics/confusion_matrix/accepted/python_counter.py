"""Plain Python, a Counter of pairs."""

from collections import Counter


def flat(nested):
    if nested and isinstance(nested[0], list):
        for part in nested:
            yield from flat(part)
    else:
        yield from nested


def confusion_matrix(target, pred, classes, ignore_index=None):
    pairs = Counter(zip(flat(target.tolist()), flat(pred.tolist())))
    return [[0 if i == ignore_index else pairs[i, j] for j in range(classes)] for i in range(classes)]
