"""Plain Python, one walk up the sorted pairs, ties as a group."""

from itertools import groupby


def roc_auc(target, score):
    pairs = sorted(zip(score.tolist(), target.tolist()))
    below = won = n_pos = 0
    for _, group in groupby(pairs, key=lambda pair: pair[0]):
        labels = [label for _, label in group]
        hits = sum(labels)
        misses = len(labels) - hits
        won += hits * (below + misses / 2)
        below += misses
        n_pos += hits
    if n_pos == 0 or below == 0:
        raise ValueError("both classes are needed")
    return won / (n_pos * below)
