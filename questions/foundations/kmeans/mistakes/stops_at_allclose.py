"""The loop stops as soon as `np.allclose` sees no change.

`np.allclose` forgives 1e-5 of a value: at 10000 that is 0.1, and a center that moves by less looks as if it stood still. It also
forgives 1e-8 outright, which is everything where all points are that small. Run the given number of iterations, or stop where
nothing changes at all (`np.array_equal`).

Caught by: test_steps_below_a_tolerance[1-10000 from the origin], test_steps_below_a_tolerance[2-points of 4e-9]
Page: common-mistakes
"""

import numpy as np


def nearest(x, centers):
    return ((x[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


def kmeans(x, init, iterations):
    centers = init.copy()
    for _ in range(iterations):
        labels = nearest(x, centers)
        moved = centers.copy()
        for k in range(len(centers)):
            if (labels == k).any():
                moved[k] = x[labels == k].mean(axis=0)
        if np.allclose(centers, moved):
            break
        centers = moved
    return centers, nearest(x, centers)
