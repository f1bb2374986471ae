"""Plain Python on nested lists: one axis less at every level."""

import math

import numpy as np


def of_one_list(values):
    top = max(values)
    exps = [math.exp(value - top) for value in values]
    total = sum(exps)
    return [e / total for e in exps]


def along(x, axis):
    if axis > 0:
        return [along(part, axis - 1) for part in x]
    if not isinstance(x[0], list):
        return of_one_list(x)
    columns = [along(list(column), 0) for column in zip(*x)]
    return [list(row) for row in zip(*columns)]


def softmax(x, axis=-1):
    if x.size == 0:
        return np.zeros(x.shape)
    return along(x.tolist(), axis % x.ndim)
