"""The figures of the page on clustering."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from kb.foundations.clustering import inertia, kmeans, kmeans_plus_plus
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, canvas

COLORS = [ACCENT1, ACCENT2, ACCENT3]


def blobs() -> np.ndarray:
    """Three made-up groups of points in the plane."""
    rng = np.random.default_rng(2)
    return np.concatenate([rng.normal(size=(30, 2)) + at for at in ([0, 0], [6, 1], [3, 5])])


def steps() -> Figure:
    """A poor start above, a good one below, each before the first and after the last iteration."""
    figure, panels = canvas(height=440, nrows=2, ncols=2, sharex=True, sharey=True)
    x = blobs()
    starts = {"poor": [[-1.0, 1], [0, -1], [1, 1]], "good": [[0.0, 0], [5, 0], [2, 4]]}
    for row, (name, init) in zip(panels, starts.items(), strict=True):
        for axes, iterations in zip(row, (0, 8), strict=True):
            centers, labels = kmeans(x, init, iterations)
            for k, color in enumerate(COLORS):
                axes.plot(*x[labels == k].T, "o", color=color, markersize=3, alpha=0.6)
                axes.plot(*centers[k], "X", color=color, markeredgecolor=INK, markersize=11)
            axes.set_title(f"{name}, after {iterations}: {inertia(x, centers):.0f}")
            axes.set_aspect("equal")
            axes.set_xticks([])
            axes.set_yticks([])
    return figure


def elbow() -> Figure:
    """Inertia against k: best and worst of 20 starts from random points, and the best of 20 k-means++ starts."""
    figure, axes = canvas(height=300)
    x, counts = blobs(), range(1, 9)
    rng = np.random.default_rng(3)
    random = np.array(
        [
            [inertia(x, kmeans(x, x[rng.choice(len(x), k, replace=False)], 30)[0]) for _ in range(20)]
            for k in counts
        ]
    )
    spread = np.array(
        [[inertia(x, kmeans(x, kmeans_plus_plus(x, k, rng), 30)[0]) for _ in range(20)] for k in counts]
    )
    axes.plot(counts, random.max(axis=1), color=MUTED, marker="o", label="random points, worst of 20")
    axes.plot(counts, spread.max(axis=1), color=ACCENT4, marker="o", label="k-means++, worst of 20")
    axes.plot(counts, spread.min(axis=1), color=ACCENT1, marker="o", label="k-means++, best of 20")
    axes.set_xlabel("number of clusters k")
    axes.set_ylabel("inertia")
    axes.set_ylim(0)
    axes.legend()
    return figure
