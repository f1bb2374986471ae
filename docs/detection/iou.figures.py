"""The figures of detection/iou, drawn from its reference."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.iou import box_iou, intersection_and_union
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, canvas

PREDICTION = np.array([0.0, 0.0, 8.0, 6.0])
TRUTH = np.array([4.0, 2.0, 14.0, 9.0])
APART = np.array([10.0, 7.5, 14.0, 10.5])


def _draw(axes: Any, box: np.ndarray, color: str, **more: Any) -> None:
    x1, y1, x2, y2 = box
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, linewidth=2.5))
    if more.get("filled"):
        patch = Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor=color, alpha=0.2, edgecolor="none")
        axes.add_patch(patch)


def _common(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The corners of the overlap; out of order when there is none."""
    return np.concatenate([np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])])


def overlap() -> Figure:
    """Two boxes, their overlap, and the numbers that make the IoU."""
    figure, axes = canvas(height=300, frame=False)
    common = _common(PREDICTION, TRUTH)
    intersection, union = intersection_and_union(PREDICTION[None], TRUTH[None])
    iou = box_iou(PREDICTION[None], TRUTH[None])
    _draw(axes, PREDICTION, ACCENT1)
    _draw(axes, TRUTH, ACCENT2)
    _draw(axes, common, ACCENT3, filled=True)
    axes.text(0.2, -0.5, "a", color=ACCENT1, weight="bold")
    axes.text(13.8, 9.9, "b", color=ACCENT2, weight="bold", ha="right")
    center = (common[:2] + common[2:]) / 2
    axes.text(*center, f"{intersection.item():.0f}", color=ACCENT3, weight="bold", ha="center", va="center")
    text = f"IoU = {intersection.item():.0f} / {union.item():.0f} = {iou.item():.3f}"
    axes.text(7, 11.4, text, color=INK, ha="center")
    for value, label in ((common[0], "max x1"), (common[2], "min x2")):
        axes.plot([value, value], [-1.6, 9], color=MUTED, linewidth=1, linestyle=(0, (2, 3)))
        axes.text(value, -1.9, label, color=MUTED, ha="center", fontsize=12)
    axes.set_xlim(-1, 15)
    axes.set_ylim(12.2, -2.8)  # image coordinates: y grows downward
    return figure


def negative_sides() -> Figure:
    """Two boxes apart in both axes: the corners of the overlap are out of order in both."""
    figure, axes = canvas(height=280, frame=False)
    _draw(axes, PREDICTION, ACCENT1)
    _draw(axes, APART, ACCENT2)
    x1, y1, x2, y2 = _common(PREDICTION, APART)
    gap = Rectangle((x2, y2), x1 - x2, y1 - y2, facecolor=ACCENT5, alpha=0.25, edgecolor=ACCENT5)
    axes.add_patch(gap)
    width, height = x2 - x1, y2 - y1
    axes.text(4, 3, "a", color=ACCENT1, weight="bold", ha="center", va="center")
    axes.text(12, 9, "b", color=ACCENT2, weight="bold", ha="center", va="center")
    axes.text(10.4, 6.2, f"w = {width:g},  h = {height:g}", color=ACCENT5)
    axes.text(10.4, 5.0, f"w · h = +{width * height:g}", color=ACCENT5, weight="bold")
    axes.set_xlim(-0.5, 19)
    axes.set_ylim(11, -0.5)
    return figure


def shift() -> Figure:
    """IoU of a square with its shifted copy, for three sizes."""
    figure, axes = canvas(height=300)
    pixels = np.linspace(0, 40, 201)
    for side, color in ((16, ACCENT5), (48, ACCENT2), (96, ACCENT1)):
        square = np.array([[0.0, 0.0, side, side]])
        moved = square + np.stack([pixels, 0 * pixels, pixels, 0 * pixels], axis=1)
        iou = box_iou(square, moved)[0]
        axes.plot(pixels, iou, color=color, linewidth=2.5)
        at = np.argmin(np.abs(iou - 0.5))
        axes.text(pixels[at] + 1, 0.53, f"{side} px", color=color, weight="bold")
    axes.axhline(0.5, color=MUTED, linewidth=1, linestyle=(0, (2, 3)))
    axes.set_xlim(0, 40)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("shift in x, pixels")
    axes.set_ylabel("IoU")
    return figure
