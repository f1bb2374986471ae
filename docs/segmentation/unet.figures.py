"""The figures of the page on U-Net."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.segmentation.unet_conv_transpose import overlaps
from kb.segmentation.unet_dice import dice_gradient
from kb.segmentation.unet_geometry import border, crops, decoder_sizes, encoder_sizes, output_size
from kb.segmentation.unet_resize import source_coordinates
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT4, INK, MUTED, PAPER, canvas

TILE = 572


def _bar(axes: Axes, x: float, middle: float, height: float, color: str, **style: Any) -> None:
    axes.add_patch(
        Rectangle((x, middle - height / 2), 16, height, facecolor=color, edgecolor="none", **style)
    )


def geometry() -> Figure:
    """The maps of the five levels as bars whose heights are their sizes."""
    down, up, cut = encoder_sizes(TILE), decoder_sizes(TILE), crops(TILE)
    figure, axes = canvas(height=600, frame=False)
    step, right, below = 92, 840, 0.0
    for level, size in enumerate(down):
        before = TILE if level == 0 else down[level - 1] // 2
        middle = below - before / 2
        x = level * step
        _bar(axes, x, middle, before, ACCENT1, alpha=0.35)
        _bar(axes, x + 24, middle, size, ACCENT1)
        top = middle + before / 2 + 8
        axes.text(x + 20, top, f"{before}→{size}", color=ACCENT1, ha="center", va="bottom")
        if level < len(up):
            after = up[-1 - level]
            _bar(axes, right - x, middle, after + 4, ACCENT2, alpha=0.35)
            _bar(axes, right - x + 24, middle, after, ACCENT2)
            axes.text(right - x + 20, top, f"{after + 4}→{after}", color=ACCENT2, ha="center", va="bottom")
            axes.annotate(
                "",
                (right - x - 10, middle),
                (x + 50, middle),
                arrowprops={"arrowstyle": "->", "color": MUTED, "linestyle": (0, (4, 3)), "linewidth": 1.4},
            )
            axes.text(450, middle + 6, f"crop {cut[-1 - level]}", color=MUTED, ha="center", va="bottom")
        below -= before + 62
    axes.set_xlim(-60, 940)
    axes.set_ylim(below + 40, 60)
    return figure


def tile() -> Figure:
    """The upper left tile of an image of 512 pixels."""
    inner, lost = output_size(TILE), border(TILE)
    figure, axes = canvas(height=400, frame=False)
    axes.add_patch(Rectangle((0, 0), 512, 512, facecolor=MUTED, edgecolor=MUTED, alpha=0.25))
    axes.add_patch(Rectangle((-lost, -lost), TILE, TILE, facecolor=ACCENT1, edgecolor="none", alpha=0.12))
    axes.add_patch(Rectangle((-lost, -lost), TILE, TILE, facecolor="none", edgecolor=ACCENT1, linewidth=2.4))
    axes.add_patch(Rectangle((0, 0), inner, inner, facecolor=ACCENT2, edgecolor="none", alpha=0.2))
    axes.add_patch(Rectangle((0, 0), inner, inner, facecolor="none", edgecolor=ACCENT2, linewidth=2.4))
    axes.text(-lost + 12, -lost / 2, f"mirrored, {lost:.0f} pixels", color=ACCENT1, va="center")
    axes.text(inner / 2, inner / 2, f"output {inner}", color=ACCENT2, ha="center", va="center")
    axes.text(inner / 2, inner + 46, f"input {TILE}", color=ACCENT1, ha="center", va="center")
    axes.text(256, 498, "image 512", color=INK, ha="center", va="center")
    axes.set_xlim(-lost - 20, 530)
    axes.set_ylim(530, -lost - 20)
    return figure


def checkerboard() -> Figure:
    """How many stamps cover each pixel, for kernel 3 and kernel 2 with stride 2."""
    figure, both = canvas(height=250, frame=False, ncols=2)
    for axes, kernel in zip(both, (3, 2), strict=True):
        line = overlaps(5, kernel, 2)
        counts = np.outer(line, line)
        for (row, column), count in np.ndenumerate(counts):
            color = ACCENT1 if kernel == 2 else ACCENT2
            cell = Rectangle((column, row), 0.94, 0.94, facecolor=color, edgecolor="none", alpha=0.2 * count)
            axes.add_patch(cell)
        axes.set_title(f"kernel {kernel}, stride 2")
        axes.set_xlim(-0.3, 11.3)
        axes.set_ylim(11.3, -0.3)
    return figure


def align_corners() -> Figure:
    """Where eight output pixels are read among four input pixels."""
    figure, axes = canvas(height=250, frame=False)
    for pixel in range(4):
        axes.add_patch(
            Rectangle((pixel - 0.5, -0.4), 1, 0.8, facecolor=ACCENT1, edgecolor=ACCENT1, alpha=0.18)
        )
        axes.plot(pixel, 0, "s", color=ACCENT1, markersize=9)
        axes.text(pixel, 0.5, f"{pixel}", color=ACCENT1, ha="center", va="bottom")
        axes.plot([pixel, pixel], [-0.4, -2.3], color=MUTED, linewidth=1, linestyle=(0, (2, 3)))
    over = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
    for y, align in ((-0.95, False), (-2.0, True)):
        at = source_coordinates(4, 8, align)
        free = at if align else (np.arange(8) + 0.5) / 2 - 0.5  # before clamping
        axes.plot(free, np.full(8, y), "o", color=ACCENT2, markersize=9)
        for start, end in zip(free, at, strict=True):
            if start != end:
                axes.annotate("", (end, y), (start, y), arrowprops={"arrowstyle": "->", "color": INK})
        axes.text(1.5, y - 0.22, f"align_corners={align}", color=ACCENT2, ha="center", va="top", bbox=over)
    axes.set_xlim(-0.75, 3.75)
    axes.set_ylim(-2.7, 0.95)
    return figure


def imbalance() -> Figure:
    """The foreground's share of the gradient against its share of the pixels."""
    pixels = 10_000
    counts = np.unique(np.geomspace(1, pixels / 2, 60).astype(int))
    dice, entropy = [], []
    for count in counts:
        t = (np.arange(pixels) < count)[None].astype(float)
        p = np.full_like(t, 0.5)
        for shares, slope in ((dice, dice_gradient(p, t)[0] * 0.25), (entropy, ((p - t) / pixels)[0])):
            size = np.abs(slope)
            shares.append(size[:count].sum() / size.sum())
    figure, axes = canvas(height=300)
    axes.semilogx(counts / pixels, dice, color=ACCENT2, label="Dice")
    axes.semilogx(counts / pixels, entropy, color=ACCENT1, label="cross-entropy")
    axes.axhline(0.5, color=ACCENT4, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlabel("foreground, share of the pixels")
    axes.set_ylabel("share of the gradient")
    axes.set_xticks([1e-4, 1e-3, 1e-2, 1e-1, 0.5], ["0.01 %", "0.1 %", "1 %", "10 %", ""])
    axes.minorticks_off()
    axes.set_ylim(0, 0.8)
    axes.legend(loc="upper left")
    return figure
