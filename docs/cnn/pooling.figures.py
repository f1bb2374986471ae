"""The figures of the page on pooling."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.cnn.pooling import avg_pool2d, max_pool2d, max_pool2d_backward, max_pool2d_indices
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, MUTED, canvas

COLORS = (ACCENT1, ACCENT2, ACCENT3, ACCENT4)
MAP = np.array([[1, 5, 2, 0], [3, 4, 1, 6], [7, 2, 3, 3], [0, 1, 2, 8]], float)[None, None]
SLOPE = np.array([[10, 20], [30, 40]], float)[None, None]


def _table(axes: Axes, values: np.ndarray, title: str, strong: np.ndarray | None = None) -> None:
    """A square table; every quarter has its color, the marked cells are filled darker."""
    side = len(values)
    for (i, j), value in np.ndenumerate(values):
        color = COLORS[2 * (i >= side / 2) + (j >= side / 2)]
        marked = strong is not None and bool(strong[i, j])
        axes.add_patch(
            Rectangle((j, i), 1, 1, facecolor=color, edgecolor="none", alpha=0.42 if marked else 0.1)
        )
        axes.add_patch(Rectangle((j, i), 1, 1, facecolor="none", edgecolor=color, linewidth=1))
        axes.text(j + 0.5, i + 0.5, f"{value:g}", ha="center", va="center")
    axes.set_title(title)
    axes.set_xlim(-0.1, side + 0.1)
    axes.set_ylim(side + 0.1, -0.1)


def routing() -> Figure:
    """A 4 x 4 map pooled by maximum and by mean, and the gradient of each."""
    figure, ((image, best, mean), (slope, back, even)) = canvas(height=360, frame=False, nrows=2, ncols=3)
    where = max_pool2d_indices(MAP, 2, 2)
    gradient = max_pool2d_backward(SLOPE, where, (4, 4))[0, 0]
    _table(image, MAP[0, 0], "map", gradient > 0)
    _table(best, max_pool2d(MAP, 2, 2)[0, 0], "max")
    _table(mean, avg_pool2d(MAP, 2, 2)[0, 0], "mean")
    _table(slope, SLOPE[0, 0], "slope above")
    _table(back, gradient, "to the max", gradient > 0)
    _table(even, np.kron(SLOPE[0, 0], np.full((2, 2), 0.25)), "to all")
    return figure


def shifted() -> Figure:
    """A signal pooled before and after a shift by one pixel: maxima of a row of pixels."""
    figure, rows = canvas(height=360, nrows=2, sharex=True, sharey=True)
    signal = np.array([0, 0, 1, 3, 0, 0, 2, 2, 0, 0, 0, 0], float)
    for axes, by in zip(rows, (0, 1), strict=True):
        moved = np.roll(signal, by)
        pooled = max_pool2d(np.stack([moved, moved])[None, None], 2, 2)[0, 0, 0]
        axes.bar(np.arange(12) + 0.5, moved, width=0.55, color=ACCENT1, alpha=0.8, label="signal")
        axes.step(
            np.arange(0, 13, 2), [*pooled, pooled[-1]], where="post", color=ACCENT2, label="maximum of 2"
        )
        axes.set_title("as it is" if by == 0 else "one pixel to the right")
        axes.set_xticks(np.arange(0, 13, 2))
        axes.set_yticks([0, 1, 2, 3])
        axes.grid(axis="x")
    rows[0].legend(loc="upper right")
    rows[1].set_xlabel("pixel; pools begin at the grid lines", color=MUTED)
    return figure
