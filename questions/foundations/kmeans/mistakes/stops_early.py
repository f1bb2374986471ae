"""The loop stops as soon as no center moves by a hundredth.

A tolerance saves time, but a small step may be followed by a large one, when a point changes sides.

Caught by: test_small_steps[2: and yet a point changes sides]
Page: common-mistakes
"""

import numpy as np


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        before = centers.copy()
        labels = ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
        if np.abs(centers - before).max() < 0.01:
            break
    return centers, ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
