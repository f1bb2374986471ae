"""Plain Python, token by token and pair by pair."""

import math

import numpy as np


def turn(row, position, base):
    out = []
    for i in range(0, len(row), 2):
        angle = position * base ** (-i / len(row))
        c, s = math.cos(angle), math.sin(angle)
        out += [row[i] * c - row[i + 1] * s, row[i] * s + row[i + 1] * c]
    return out


def rope(x, positions, base=10000.0):
    out = np.zeros(x.shape)
    where = positions.tolist()
    for index in np.ndindex(*x.shape[:-1]):
        out[index] = turn(x[index].tolist(), where[index[-1]], base)
    return out
