"""The loop stops as soon as the inertia falls by less than a tenth.

A tolerance saves time and leaves the centers short of where they would go.

Caught by: test_iterations[3: settled]
Page: common-mistakes
"""

import numpy as np


def kmeans(x, init, iterations):
    centers, last = init.copy(), np.inf
    for _ in range(iterations):
        distances = ((x[:, None] - centers[None]) ** 2).sum(axis=2)
        if distances.min(axis=1).sum() > 0.5 * last:
            break
        last = distances.min(axis=1).sum()
        labels = distances.argmin(axis=1)
        for k in range(len(centers)):
            if (labels == k).any():
                centers[k] = x[labels == k].mean(axis=0)
    return centers, ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
