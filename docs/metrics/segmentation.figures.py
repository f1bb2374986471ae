"""The figures of the page on segmentation metrics."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.metrics.segmentation import (
    class_iou,
    confusion_matrix,
    frequency_weighted_iou,
    mean_iou,
    mean_pixel_accuracy,
    pixel_accuracy,
)
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, canvas

PAIRS = [(0, 0, 50), (0, 1, 10), (1, 0, 5), (1, 1, 30), (1, 2, 5)]  # truth, prediction, pixels


def matrix() -> Figure:
    """Row, column and their crossing for one class."""
    truth, guess = (np.concatenate([np.full(pair[2], pair[side]) for pair in PAIRS]) for side in (0, 1))
    counts = confusion_matrix(truth, guess, 3)
    figure, axes = canvas(height=330, frame=False)
    for (row, column), count in np.ndenumerate(counts):
        cell = Rectangle((column, row), 0.96, 0.96, facecolor=INK, edgecolor="none", alpha=0.06)
        axes.add_patch(cell)
        axes.text(column + 0.48, row + 0.48, f"{count}", color=INK, ha="center", va="center")
    axes.add_patch(Rectangle((1, 1), 0.96, 0.96, facecolor=ACCENT4, edgecolor="none", alpha=0.25))
    axes.add_patch(Rectangle((-0.03, 0.98), 3.02, 1, facecolor="none", edgecolor=ACCENT2, linewidth=2.6))
    axes.add_patch(Rectangle((0.98, -0.03), 1, 3.02, facecolor="none", edgecolor=ACCENT1, linewidth=2.6))
    for label in range(3):
        axes.text(label + 0.48, -0.15, f"{label}", color=INK, ha="center", va="bottom")
        axes.text(-0.15, label + 0.48, f"{label}", color=INK, ha="right", va="center")
    axes.text(1.48, -0.5, "predicted", color=ACCENT1, ha="center", va="bottom")
    axes.text(-0.45, 1.48, "truth", color=ACCENT2, ha="center", va="center", rotation=90)
    axes.text(1.48, 3.12, f"IoU of class 1: {class_iou(counts)[1]:.1f}", color=ACCENT4, ha="center", va="top")
    axes.set_xlim(-0.9, 3.4)
    axes.set_ylim(3.5, -0.9)
    return figure


def small_class() -> Figure:
    """Four metrics of a model that finds half of a class, as the class gets rarer."""
    shares = np.geomspace(1e-3, 0.5, 80)
    lines = {
        "PA": (pixel_accuracy, ACCENT1, "-"),
        "FWIoU": (frequency_weighted_iou, ACCENT3, (0, (5, 3))),
        "mIoU": (mean_iou, ACCENT2, "-"),
        "MPA": (mean_pixel_accuracy, ACCENT4, (0, (1, 2))),
    }
    figure, axes = canvas(height=300)
    for name, (metric, color, line) in lines.items():
        values = [metric([[1 - share, 0], [share / 2, share / 2]]) for share in shares]
        axes.semilogx(shares, values, color=color, linestyle=line, label=name)
    axes.set_xlabel("share of the small class")
    axes.set_xticks([1e-3, 1e-2, 1e-1, 0.5], ["0.1 %", "1 %", "10 %", "50 %"])
    axes.minorticks_off()
    axes.set_ylim(0.4, 1.05)
    axes.legend(loc="lower left", ncols=2)
    return figure
