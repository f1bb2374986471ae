"""The number of iterations is ignored.

The loop runs until nothing changes. That is how one would use it; here the number was given, so that steps can be compared.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(100 if iterations else 0):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
