"""The distance is expanded: x² - 2 x c + c².

One matrix product instead of N x K x D differences, and a catastrophe far from the origin: at 10,000 the squares are 1e8, which float32
rounds to 8. Subtract before you square.

Caught by: test_far_from_the_origin[float32]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x**2).sum(axis=1)[:, None] - 2 * x @ centers.T + (centers**2).sum(axis=1)).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
