"""Plain Python, one group after the other."""

import math

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    y = np.zeros(x.shape)
    size = x.shape[1] // groups
    for n in range(x.shape[0]):
        for first in range(0, x.shape[1], size):
            values = x[n, first : first + size].ravel().tolist()
            mean = math.fsum(values) / len(values)
            root = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values) + eps)
            for c in range(first, first + size):
                for place in np.ndindex(x.shape[2:]):
                    y[n, c][place] = (float(x[n, c][place]) - mean) / root * float(gamma[c]) + float(beta[c])
    return y
