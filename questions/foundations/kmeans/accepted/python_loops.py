"""Plain Python, point by point."""

import numpy as np


def nearest(point, centers):
    distances = [sum((a - b) ** 2 for a, b in zip(point, center)) for center in centers]
    return distances.index(min(distances))


def kmeans(x, init, iterations):
    points, centers = x.tolist(), init.tolist()
    for _ in range(iterations):
        groups = [[] for _ in centers]
        for point in points:
            groups[nearest(point, centers)].append(point)
        for k, group in enumerate(groups):
            if group:
                centers[k] = [sum(coordinate) / len(group) for coordinate in zip(*group)]
    return np.array(centers, dtype=init.dtype), [nearest(point, centers) for point in points]
