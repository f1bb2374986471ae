"""Centers move before all points are assigned.

The second center competes with the first one already moved. Lloyd's algorithm assigns everything first.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        for k in range(len(centers)):
            labels = nearest(x, centers)
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
