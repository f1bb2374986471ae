"""The figures of the page on convolution."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.cnn.convolution import conv2d
from kb.cnn.convolution_cost import conv_macs, depthwise_separable_macs
from kb.cnn.convolution_im2col import im2col
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, canvas

COLORS = (ACCENT1, ACCENT2, ACCENT3, ACCENT4)


def _cells(
    axes: Axes, values: np.ndarray, left: float, top: float, *, color: str = MUTED, fill: float = 0.0
) -> None:
    """A table of numbers with one square for each; y grows downward."""
    for (i, j), value in np.ndenumerate(values):
        corner = (left + j, top + i)
        if fill:
            axes.add_patch(Rectangle(corner, 1, 1, facecolor=color, edgecolor="none", alpha=fill))
        axes.add_patch(Rectangle(corner, 1, 1, facecolor="none", edgecolor=color, linewidth=1))
        axes.text(left + j + 0.5, top + i + 0.5, f"{value:.0f}", ha="center", va="center")


# ---------------------------------------------------------------- im2col

IMAGE = np.array([[1, 2, 0], [3, 1, 4], [0, 2, 5]])
KERNEL = np.array([[1, 0], [2, 1]])


def columns() -> Figure:
    """A 3 x 3 image, a 2 x 2 kernel, the columns of its windows and the product."""
    figure, axes = canvas(height=340, frame=False)
    _cells(axes, IMAGE, 0, 0)
    for place, (i, j) in enumerate(np.ndindex(2, 2)):
        inset = 0.06 + 0.05 * place
        axes.add_patch(
            Rectangle(
                (j + inset, i + inset),
                2 - 2 * inset,
                2 - 2 * inset,
                facecolor="none",
                edgecolor=COLORS[place],
                linewidth=1.8,
            )
        )
    _cells(axes, KERNEL, 5, 0.5, color=INK)
    matrix = im2col(IMAGE[None, None], (2, 2))[0]  # (4, 4): taps, places
    _cells(axes, KERNEL.reshape(1, 4), 0, 6.0, color=INK)
    result = conv2d(IMAGE[None, None], KERNEL[None, None])[0, 0].reshape(1, 4)
    for place, color in enumerate(COLORS):
        _cells(axes, matrix[:, [place]], 5.5 + place, 4.5, color=color, fill=0.14)
        _cells(axes, result[:, [place]], 5.5 + place, 9.2, color=color, fill=0.14)
    axes.text(4.75, 6.5, "@", ha="center", va="center", color=MUTED)
    axes.text(5.2, 9.7, "=", ha="right", va="center", color=MUTED)
    for x, y, text in ((1.5, 3.2, "image"), (6, 2.7, "kernel"), (2, 7.2, "one row a filter")):
        axes.text(x, y, text, ha="center", va="top", color=MUTED)
    axes.text(9.8, 6.5, "one column\na place", va="center", color=MUTED)
    axes.text(9.8, 9.7, "2 × 2 result", va="center", color=MUTED)
    axes.set_xlim(-0.2, 13.2)
    axes.set_ylim(10.4, -0.2)
    return figure


# ---------------------------------------------------------------- who is connected with whom


def _matrix(axes: Axes, groups: int, title: str, color: str, size: int = 8) -> None:
    """Filters against channels: a 1x1 convolution with ones says which filter sees which channel."""
    one_channel_each = np.eye(size)[:, :, None, None]
    seen = conv2d(one_channel_each, np.ones((size, size // groups, 1, 1)), groups=groups)[:, :, 0, 0].T
    for (o, c), value in np.ndenumerate(seen):
        axes.add_patch(
            Rectangle(
                (c, o), 1, 1, facecolor=color if value else "none", edgecolor=MUTED, linewidth=0.6, alpha=0.75
            )
        )
    axes.set_title(title)
    axes.set_xlim(-0.1, size + 0.1)
    axes.set_ylim(size + 0.1, -0.1)


def connections() -> Figure:
    """Which filter sees which channel: full, four groups of two, depthwise."""
    figure, row = canvas(height=200, frame=False, ncols=3)
    for axes, (groups, title, color) in zip(
        row,
        ((1, "full", ACCENT1), (4, "4 groups", ACCENT2), (8, "depthwise", ACCENT3)),
        strict=True,
    ):
        _matrix(axes, groups, title, color)
    row[0].text(-0.4, 4, "filters", rotation=90, ha="right", va="center", color=MUTED)
    row[1].text(4, 8.4, "input channels", ha="center", va="top", color=MUTED)
    return figure


# ---------------------------------------------------------------- costs


def cost() -> Figure:
    """MACs of full and depthwise separable convolutions, by the number of channels."""
    figure, axes = canvas(height=330)
    channels = np.array([16, 32, 64, 128, 256, 512])
    for kernel, color in ((3, ACCENT1), (7, ACCENT2)):
        full = [conv_macs(int(c), int(c), kernel, (14, 14)) / 1e6 for c in channels]
        split = [depthwise_separable_macs(int(c), int(c), kernel, (14, 14)) / 1e6 for c in channels]
        axes.loglog(channels, full, color=color, marker="o", label=f"full {kernel}×{kernel}")
        axes.loglog(
            channels,
            split,
            color=color,
            marker="s",
            linestyle=(0, (5, 3)),
            label=f"separable {kernel}×{kernel}",
        )
    axes.set_xticks(channels, [str(c) for c in channels])
    axes.minorticks_off()
    axes.set_yticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
    axes.set_xlabel("channels, in and out")
    axes.set_ylabel("million MACs")
    axes.legend(loc="upper left")
    axes.set_ylim(0.05, 8000)
    axes.grid(axis="y")
    return figure
