"""The rows are cut into blocks in their order.

Data often come sorted by class. A block then holds a single class, on which the model is tested without having
seen it.

Caught by: test_small_cases[both classes are even], test_sorted_labels
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    parts = np.array_split(np.arange(len(labels)), k)
    rows = np.arange(len(labels))
    return [(np.setdiff1d(rows, part), part) for part in parts]
