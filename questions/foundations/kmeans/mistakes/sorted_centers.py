"""The centers come back sorted.

Their order is that of `init`, and the labels count on it.

Caught by: test_assignment[two groups]
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
                centers[k] = x[labels == k].mean(axis=0)
    centers = centers[np.lexsort(centers.T[::-1])]
    return centers, nearest(x, centers)
