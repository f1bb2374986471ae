"""The distance is the largest difference in any coordinate.

That is the maximum norm. The square sums over all coordinates.

Caught by: test_assignment[diagonal or straight: Euclid decides]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return np.abs(x[:, None] - centers[None]).max(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
