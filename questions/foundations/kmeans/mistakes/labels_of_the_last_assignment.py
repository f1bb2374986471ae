"""The labels are those from before the centers moved.

The last assignment was made with other centers than the ones returned. Before everything has settled some points are nearer to another one by
now. With 0 iterations there are no labels at all.

Caught by: test_iterations[1: one step]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    labels = nearest(x, centers)
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, labels
