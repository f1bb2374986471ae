"""The mean is taken over the coordinates too.

Without `axis=0` each center becomes one number, repeated. Points on the diagonal do not show it.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean()
    return centers, nearest(x, centers)
