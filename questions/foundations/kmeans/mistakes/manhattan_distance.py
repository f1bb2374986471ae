"""The distance is the sum of absolute differences.

The mean belongs to the *squared Euclidean* distance; with absolute ones the best center is the median, and other points are
nearest.

Caught by: test_assignment[diagonal or straight: Euclid decides]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return np.abs(x[:, None] - centers[None]).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
