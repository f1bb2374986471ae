"""At equal distance the last center wins.

`<=` in a loop does that. The lower index is asked.

Caught by: test_ties[between two centers: the lower index]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    distances = ((x[:, None] - centers[None]) ** 2).sum(axis=2)
    return len(centers) - 1 - distances[:, ::-1].argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, nearest(x, centers)
