"""The mean of no points is NaN.

A center that no point chose must stay where it is. As NaN it spoils the distances: `argmin` takes a NaN for the smallest.

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
            centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
