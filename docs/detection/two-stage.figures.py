"""The figures of the page on two-stage detectors."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.two_stage import _bins, pyramid_level, roi_align, roi_pool
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, INK, MUTED, canvas

STRIDE, CELLS = 16, (7, 9)
REGION = np.array([21.0, 26, 107, 83])  # pixels


def _grid(axes: Axes) -> None:
    height, width = CELLS
    for x in range(width + 1):
        axes.plot([x, x], [0, height], color=MUTED, linewidth=0.7, alpha=0.7)
    for y in range(height + 1):
        axes.plot([0, width], [y, y], color=MUTED, linewidth=0.7, alpha=0.7)
    axes.set_xlim(-0.3, width + 0.3)
    axes.set_ylim(height + 0.3, -1.1)


def _box(axes: Axes, x1: float, y1: float, x2: float, y2: float, color: str, **style: object) -> None:
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, **style))  # type: ignore[arg-type]


def pool_and_align() -> Figure:
    """The same region under RoIPool and RoIAlign, in cells of the map."""
    figure, axes = canvas(height=520, frame=False, nrows=2)
    x1, y1, x2, y2 = REGION / STRIDE
    for each, name in zip(
        axes, ("RoIPool: rounded to cells, twice", "RoIAlign: four samples in a bin"), strict=True
    ):
        _grid(each)
        _box(each, x1, y1, x2, y2, ACCENT2, linewidth=2.4)
        each.text(0, -0.25, name, color=INK, ha="left", va="bottom")
    left, top, right, bottom = np.floor(REGION / STRIDE + 0.5).astype(int)
    _box(axes[0], left, top, right + 1, bottom + 1, ACCENT1, linewidth=2, linestyle=(0, (4, 3)))
    columns, rows = _bins(left, right, 2, CELLS[1]), _bins(top, bottom, 2, CELLS[0])
    for x in (columns[1][0], columns[0][1]):  # the second bin begins before the first one ends
        axes[0].plot([x, x], [top, bottom + 1], color=ACCENT1, linewidth=1.5)
    for y in {rows[1][0], rows[0][1]}:
        axes[0].plot([left, right + 1], [y, y], color=ACCENT1, linewidth=1.5)
    axes[0].add_patch(
        Rectangle(
            (columns[1][0], top), columns[0][1] - columns[1][0], bottom + 1 - top, color=ACCENT1, alpha=0.15
        )
    )
    for n in range(4):
        for m in range(4):
            axes[1].plot(
                x1 + (x2 - x1) * (m + 0.5) / 4,
                y1 + (y2 - y1) * (n + 0.5) / 4,
                "o",
                color=ACCENT1,
                markersize=5,
            )
    axes[1].plot([(x1 + x2) / 2] * 2, [y1, y2], color=ACCENT2, linewidth=1.2)
    axes[1].plot([x1, x2], [(y1 + y2) / 2] * 2, color=ACCENT2, linewidth=1.2)
    return figure


def moved() -> Figure:
    """What both read on a ramp while the region moves by one cell."""
    figure, axes = canvas(height=270)
    features = np.arange(24.0).reshape(1, 1, 24).repeat(8, axis=1)
    shift = np.linspace(0, 32, 129)
    boxes = np.stack([40 + shift, 32 + 0 * shift, 104 + shift, 96 + 0 * shift], axis=1)
    pooled = roi_pool(features, boxes, (1, 1), 1 / STRIDE).ravel()
    aligned = roi_align(features, boxes, (1, 1), 1 / STRIDE, 2).ravel()
    axes.plot(shift, pooled - pooled[0], color=ACCENT2)
    axes.plot(shift, aligned - aligned[0], color=ACCENT1)
    axes.text(31, 0.72, "RoIAlign follows", color=ACCENT1, ha="right", va="top")
    axes.text(1, 1.25, "RoIPool jumps", color=ACCENT2, ha="left", va="bottom")
    axes.set_xlabel("region moved by, pixels")
    axes.set_ylabel("change of the value read")
    return figure


def levels() -> Figure:
    """The pyramid level over the side of a region."""
    figure, axes = canvas(height=230)
    sides = np.geomspace(16, 1000, 400)
    boxes = np.stack([0 * sides, 0 * sides, sides, sides], axis=1)
    axes.step(sides, pyramid_level(boxes), where="post", color=ACCENT1)
    axes.axvline(224, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(232, 2.1, "224", color=MUTED)
    axes.set_xscale("log")
    axes.set_xticks([16, 32, 64, 112, 224, 448, 1000], ["16", "32", "64", "112", "224", "448", "1000"])
    axes.set_yticks([2, 3, 4, 5], ["P2", "P3", "P4", "P5"])
    axes.set_xlabel("side of the region, pixels")
    axes.minorticks_off()
    axes.scatter([224], [4], color=ACCENT3, zorder=3)
    return figure
