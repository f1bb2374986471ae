"""The centers move to the median.

That is k-medians, which belongs to absolute distances. The mean minimizes squared ones.

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
                centers[k] = np.median(x[labels == k], axis=0)
    return centers, nearest(x, centers)
