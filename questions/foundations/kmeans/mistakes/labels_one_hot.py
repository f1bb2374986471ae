"""The labels come back as a matrix of memberships.

Useful for sums by a matrix product. Asked are N integers.

Caught by: test_shapes
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
    return centers, np.eye(len(centers), dtype=int)[nearest(x, centers)]
