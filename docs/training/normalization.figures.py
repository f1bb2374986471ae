"""The figures of the page on normalization."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.site.figures.style import ACCENT1, ACCENT2, INK, MUTED, canvas
from kb.training.normalization import group_norm, layer_norm, rms_norm, standardize

IMAGES, CHANNELS, GROUPS = 4, 6, 2


def _shared(name: str) -> np.ndarray:
    """(images, channels): does the input at this place change the output of image 1 at channel 1?

    Found out and not written down: every place is changed in turn and the method is run.
    """
    one, zero = np.ones(CHANNELS), np.zeros(CHANNELS)
    methods = {
        "batch": lambda x: standardize(x, (0, 2, 3)),
        "layer (all of an image)": lambda x: group_norm(x, 1, one, zero),
        "instance": lambda x: standardize(x, (2, 3)),
        "group (2 groups)": lambda x: group_norm(x, GROUPS, one, zero),
    }
    x = np.random.default_rng(3).normal(size=(IMAGES, CHANNELS, 2, 2))
    before = methods[name](x)[1, 1, 0, 0]
    seen = np.zeros((IMAGES, CHANNELS), bool)
    for place in np.ndindex(seen.shape):
        moved = x.copy()
        moved[place][1, 1] += 1
        seen[place] = abs(methods[name](moved)[1, 1, 0, 0] - before) > 1e-9
    return seen


def _grid(axes: Axes, seen: np.ndarray, title: str) -> None:
    for n, c in np.ndindex(seen.shape):
        inside = bool(seen[n, c])
        axes.add_patch(
            Rectangle(
                (c, n),
                0.86,
                0.86,
                facecolor=ACCENT1 if inside else MUTED,
                alpha=0.75 if inside else 0.16,
                edgecolor="none",
            )
        )
    axes.add_patch(Rectangle((1, 1), 0.86, 0.86, facecolor="none", edgecolor=ACCENT2, linewidth=3))
    axes.set_xlim(-0.9, CHANNELS)
    axes.set_ylim(IMAGES + 0.9, -0.2)
    axes.set_title(title)
    axes.text(CHANNELS / 2 - 0.07, IMAGES + 0.1, "channels", color=MUTED, ha="center", va="top", fontsize=13)
    axes.text(
        -0.25, IMAGES / 2 - 0.07, "images", color=MUTED, ha="center", va="center", rotation=90, fontsize=13
    )


def axes_of_the_statistics() -> Figure:
    """Which channels of which images share mean and variance with one cell, for four methods."""
    figure, grid = canvas(height=400, frame=False, nrows=2, ncols=2)
    names = ("batch", "layer (all of an image)", "instance", "group (2 groups)")
    for axes, name in zip(grid.ravel(), names, strict=True):
        _grid(axes, _shared(name), name)
    return figure


DEPTH, WIDTH = 48, 256


def _cosines(post: bool) -> tuple[np.ndarray, np.ndarray]:
    """Cosine between the state and the input, and the root mean square of the state, after each block."""
    rng = np.random.default_rng(7)
    one, zero = np.ones(WIDTH), np.zeros(WIDTH)
    start = layer_norm(rng.normal(size=(8, WIDTH)), one, zero)
    state, cosines, sizes = start, [1.0], [1.0]
    for _ in range(DEPTH):
        matrix = rng.normal(scale=WIDTH**-0.5, size=(WIDTH, WIDTH))
        inner = state if post else layer_norm(state, one, zero)
        state = state + inner @ matrix
        state = layer_norm(state, one, zero) if post else state
        lengths = np.linalg.norm(state, axis=1) * np.linalg.norm(start, axis=1)
        cosines.append(float(((state * start).sum(axis=1) / lengths).mean()))
        sizes.append(float(np.sqrt((state**2).mean())))
    return np.array(cosines), np.array(sizes)


def depth() -> Figure:
    """What pre-norm and post-norm do to the residual stream of a random network."""
    figure, (left, size) = canvas(height=500, nrows=2, sharex=True)
    for post, name, color in ((False, "pre-norm", ACCENT1), (True, "post-norm", ACCENT2)):
        cosines, sizes = _cosines(post)
        left.plot(cosines, color=color, label=name)
        size.plot(sizes, color=color)
    left.set_ylabel("cosine with the input")
    left.set_ylim(-0.08, 1.05)
    left.axhline(0, color=MUTED, linewidth=1)
    left.legend(loc="upper right")
    size.set_ylabel("size of the stream")
    size.set_xlabel("blocks")
    size.set_ylim(0, None)
    for axes in (left, size):
        axes.grid(axis="y")
    return figure


def geometry() -> Figure:
    """Vectors with two features: layer norm keeps two points, RMS norm a circle."""
    rng = np.random.default_rng(13)
    x = rng.normal(size=(60, 2)) * [1.4, 0.8] + [0.6, 0.9]
    figure, grid = canvas(height=230, ncols=2, sharex=True, sharey=True)
    results = (layer_norm(x, np.ones(2), np.zeros(2)), rms_norm(x, np.ones(2)))
    for axes, y, name in zip(grid, results, ("layer norm", "RMS norm"), strict=True):
        for a, b in zip(x, y, strict=True):
            axes.plot([a[0], b[0]], [a[1], b[1]], color=MUTED, linewidth=0.6, alpha=0.5)
        axes.plot(*x.T, ".", color=INK, markersize=4, alpha=0.6)
        axes.plot(*y.T, "o", color=ACCENT1, markersize=6)
        axes.set_title(name)
        axes.set_aspect("equal")
        axes.set_xticks([-2, 0, 2])
        axes.set_yticks([-2, 0, 2])
    return figure
