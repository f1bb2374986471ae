"""The figures of the page on receptive fields."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kb.cnn.receptive_field import Layer, path_counts, receptive_field
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, MUTED, canvas


def _tree(axes: Axes, layers: list[Layer], title: str, color: str, *, half: int) -> None:
    """All layers as rows of dots, input below; lines from one value down to what it depends on."""
    needed = {0}
    for level in range(len(layers), 0, -1):
        kernel, _, dilation = layers[level - 1]
        below: set[int] = set()
        for at in needed:
            for tap in range(kernel):
                source = at + dilation * (tap - kernel // 2)
                below.add(source)
                axes.plot([at, source], [level, level - 1], color=color, linewidth=0.9, alpha=0.55)
        everywhere = np.arange(-half, half + 1)
        axes.scatter(everywhere, np.full(len(everywhere), level), s=14, color=MUTED, alpha=0.25)
        axes.scatter(sorted(needed), [level] * len(needed), s=26, color=color, zorder=3)
        needed = below
    size, _ = receptive_field(layers)
    holes = [
        at
        for at, paths in zip(range(-(size // 2), size // 2 + 1), path_counts(layers), strict=True)
        if not paths
    ]
    axes.scatter(range(-half, half + 1), [0] * (2 * half + 1), s=14, color=MUTED, alpha=0.25)
    axes.scatter(sorted(needed), [0] * len(needed), s=26, color=color, zorder=3)
    axes.scatter(holes, [0] * len(holes), s=44, color=ACCENT5, marker="x", zorder=3)
    axes.set_title(title)
    axes.set_axis_off()
    axes.set_xlim(-half - 0.5, half + 0.5)
    axes.set_ylim(-0.4, len(layers) + 0.4)


def growing() -> Figure:
    """Three layers of 3 taps: dense, dilated 1-2-4, dilated 2-2-2."""
    figure, rows = canvas(height=560, nrows=3)
    for axes, rates, color in zip(
        rows, ((1, 1, 1), (1, 2, 4), (2, 2, 2)), (ACCENT1, ACCENT3, ACCENT2), strict=True
    ):
        layers: list[Layer] = [(3, 1, rate) for rate in rates]
        size, _ = receptive_field(layers)
        touched = int(np.count_nonzero(path_counts(layers)))
        title = f"dilation {', '.join(map(str, rates))}: spans {size}, touches {touched}"
        _tree(axes, layers, title, color, half=8)
    return figure


def effective() -> Figure:
    """How often each pixel is reached, for stacks of 3x3 of growing depth, over the share of the field."""
    figure, axes = canvas(height=300)
    for depth, color in ((5, ACCENT1), (20, ACCENT2), (80, ACCENT3)):
        paths = path_counts([(3, 1, 1)] * min(depth, 20)).astype(float)
        for _ in range(depth // 20 - 1):  # more than 20 layers: whole numbers would overflow
            paths = np.convolve(paths, path_counts([(3, 1, 1)] * 20).astype(float))
        place = np.linspace(-1, 1, len(paths))
        axes.plot(place, paths / paths.max(), color=color, label=f"{depth} layers, {len(paths)} pixels")
    axes.set_xlabel("place in the field, −1 and 1 are its edges")
    axes.set_ylabel("influence")
    axes.set_ylim(0, 1.45)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xticks([-1, -0.5, 0, 0.5, 1])
    axes.legend(loc="upper center")
    return figure
