"""Centers are rounded to four digits.

Round what you print, not what you return. Some practice sites ask for it; here the result is compared to full precision.

Caught by: test_shapes, test_random[1-2-float64]
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
    return np.round(centers, 4), nearest(x, centers)
