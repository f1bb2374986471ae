# question: foundations/kmeans
import numpy as np


def kmeans(x, init, iterations):
    """Lloyd's algorithm.

    Args:
        x: (N, D) floats, the points.
        init: (K, D) floats, the centers to begin with.
        iterations: how many times all points are assigned and all centers moved.

    Returns:
        centers: (K, D) floats in the order of ``init``.
        labels: (N,) integers, for each point the nearest of the returned centers.
    """
    raise NotImplementedError("write me")
