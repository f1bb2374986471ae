"""There is one iteration too many.

0 iterations must return `init` as it is, with the nearest center of each point.

Caught by: test_iterations[0: init comes back]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations + 1):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
