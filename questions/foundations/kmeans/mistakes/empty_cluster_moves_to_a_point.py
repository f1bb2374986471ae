"""A center without points moves to the farthest point.

scikit-learn does something like it, and it often helps. Here the center stays.

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
            else:
                centers[k] = x[((x - centers[labels]) ** 2).sum(axis=1).argmax()]
    return centers, nearest(x, centers)
