"""Plain Python, with lists of indices for every class."""

import random

import numpy as np


def stratified_kfold(labels, k, seed):
    shuffle = random.Random(seed).shuffle
    classes = {}
    for row, label in enumerate(labels.tolist()):
        classes.setdefault(label, []).append(row)
    tests = [[] for _ in range(k)]
    for members in classes.values():
        shuffle(members)
        for i, row in enumerate(members):
            tests[i % k].append(row)
    pairs = []
    for test in tests:
        held = set(test)
        train = [row for row in range(len(labels)) if row not in held]
        pairs.append((np.array(train, dtype=np.int64), np.array(test, dtype=np.int64)))
    return pairs
