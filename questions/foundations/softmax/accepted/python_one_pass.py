"""Plain Python, maximum and sum in one pass: what was summed so far is rescaled whenever a larger logit comes."""

import math

import numpy as np


def normalizer(values):
    top, total = -math.inf, 0.0
    for value in values:
        if value > top:
            total = total * math.exp(top - value) + 1
            top = value
        elif value > -math.inf:
            total += math.exp(value - top)
    return top, total


def softmax(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    out = np.empty(rows.shape)
    for index in np.ndindex(rows.shape[:-1]):
        top, total = normalizer(rows[index].tolist())
        out[index] = [math.exp(value - top) / total for value in rows[index].tolist()]
    return np.moveaxis(out, -1, axis)
