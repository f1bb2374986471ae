"""Centers without points are left out.

The result has K rows in the order of `init`, or the labels of the caller mean something else.

Caught by: test_empty[a center without points stays]
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
    used = np.unique(nearest(x, centers))
    return centers[used], nearest(x, centers[used])
