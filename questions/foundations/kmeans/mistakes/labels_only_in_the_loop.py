"""Zero iterations raise an error, because labels are made in the loop only.

Without an iteration the loop body never runs, and the name `labels` does not exist. Assign once more after the loop: that also gives
the labels of the centers that are returned.

Caught by: test_iterations[0: init comes back]
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
        labels = nearest(x, centers)
    return centers, labels
