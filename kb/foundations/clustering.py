"""k-means: Lloyd's algorithm, the first centers of k-means++, and the quantity that both want small.

Source: Lloyd, "Least squares quantization in PCM" (1982); Arthur and Vassilvitskii, "k-means++" (2007), section 2.2.

Differs:
- The first centers are given and the number of iterations is fixed, so that the result is reproducible.
- A cluster that lost all its points keeps its center; scikit-learn moves it to a point that is far from its own.
- ``kmeans_plus_plus`` draws one candidate for each center; scikit-learn draws several and keeps the best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["inertia", "kmeans", "kmeans_plus_plus", "squared_distances"]


def squared_distances(x: ArrayLike, centers: ArrayLike) -> np.ndarray:
    """Squared Euclidean distance of every point to every center.

    Args:
        x: (N, D).
        centers: (K, D).

    Returns:
        (N, K).

    Raises:
        ValueError: shapes that do not fit together.
    """
    x, centers = _points(x, "x"), _points(centers, "centers")
    if x.shape[1] != centers.shape[1]:
        raise ValueError(f"points have {x.shape[1]} coordinates and centers {centers.shape[1]}")
    # |x|² - 2 x·c + |c|² needs no (N, K, D), and loses everything far from the origin.
    return np.asarray(np.square(x[:, None] - centers[None]).sum(axis=-1))


def kmeans(x: ArrayLike, init: ArrayLike, iterations: int) -> tuple[np.ndarray, np.ndarray]:
    """Lloyd's algorithm: assign every point to the nearest center, move every center to the mean of its points.

    Args:
        x: (N, D) points.
        init: (K, D) centers to begin with.
        iterations: how many times both steps are done; 0 returns ``init``.

    Returns:
        (K, D) centers in the order of ``init``, and (N,) the nearest of *these* centers for each point. At equal
        distance the lower index; a center without points stays where it is.

    Raises:
        ValueError: shapes that do not fit together, no center, a negative number of iterations.
    """
    x, centers = _points(x, "x"), _points(init, "init").copy()
    if iterations < 0 or not len(centers):
        raise ValueError(f"found {iterations} iterations and {len(centers)} centers, expected >= 0 and >= 1")
    for _ in range(iterations):
        labels = squared_distances(x, centers).argmin(axis=1)  # the first of equals
        for k in np.unique(labels):  # centers without points are not among them
            centers[k] = x[labels == k].mean(axis=0)
    return centers, squared_distances(x, centers).argmin(axis=1)


def inertia(x: ArrayLike, centers: ArrayLike) -> float:
    """Sum over the points of the squared distance to the nearest center; no step of Lloyd's raises it."""
    return float(squared_distances(x, centers).min(axis=1).sum())


def kmeans_plus_plus(x: ArrayLike, k: int, rng: np.random.Generator) -> np.ndarray:
    """First centers that are spread out: each is a point, drawn in proportion to its squared distance to those before.

    Args:
        x: (N, D).
        k: how many, at most the number of different points.
        rng: draws.

    Returns:
        (k, D), rows of x.

    Raises:
        ValueError: fewer different points than centers.
    """
    x = _points(x, "x")
    if not 1 <= k <= len(np.unique(x, axis=0)):
        raise ValueError(f"k is {k}, expected 1 up to the number of different points")
    chosen = [int(rng.integers(len(x)))]
    while len(chosen) < k:
        weight = squared_distances(x, x[chosen]).min(axis=1)  # 0 for what is chosen already
        chosen.append(int(rng.choice(len(x), p=weight / weight.sum())))
    return np.asarray(x[chosen])


def _points(x: ArrayLike, name: str) -> np.ndarray:
    """(N, D) as floats."""
    x = np.asarray(x)
    if x.ndim != 2:
        raise ValueError(f"{name} has shape {x.shape}, expected (N, D) (a single feature? add an axis)")
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)
