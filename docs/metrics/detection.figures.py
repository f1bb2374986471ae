"""The figures of the page on average precision."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.metrics.detection import average_precision, envelope, match_detections, precision_recall
from kb.metrics.detection_coco import COCO_THRESHOLDS, Image, coco_ap
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, canvas

# ---------------------------------------------------------------- matching

GT = np.array([[0.0, 0, 4, 5], [6.2, 0.4, 10.2, 5.4]])
FOUND = np.array(
    [[0.3, 0.2, 4.2, 5.2], [-0.6, -0.4, 3.7, 4.6], [7.9, 1.6, 11.9, 6.6], [13.0, 1.0, 16.0, 4.0]]
)
SCORES = np.array([0.9, 0.8, 0.7, 0.6])
WHY = ("hit", "duplicate", "IoU too low", "nothing there")


def _box(axes: Axes, box: np.ndarray, color: str, **style: Any) -> None:
    axes.add_patch(
        Rectangle(box[:2], box[2] - box[0], box[3] - box[1], facecolor="none", edgecolor=color, **style)
    )


def matching() -> Figure:
    """Four detections and two boxes of the truth: one hit, three ways to be false, one miss."""
    figure, axes = canvas(height=300, frame=False)
    hits = match_detections(FOUND, SCORES, GT, 0.5)
    for box in GT:
        _box(axes, box, ACCENT2, linewidth=3)
    for box, hit in zip(FOUND, hits, strict=True):
        _box(axes, box, ACCENT3 if hit else ACCENT5, linewidth=1.8, linestyle="-" if hit else (0, (5, 3)))
    places = ((-0.6, 6.5, "left"), (-0.6, -0.6, "left"), (12.0, 7.6, "right"), (14.5, 0.7, "center"))
    for (x, y, side), score, hit, why in zip(places, SCORES, hits, WHY, strict=True):
        axes.text(x, y, f"{score} {why}", color=ACCENT3 if hit else ACCENT5, ha=side, va="bottom")
    axes.text(8.2, 0.1, "missed", color=ACCENT2, ha="center", va="bottom")
    axes.set_xlim(-1.4, 17.4)
    axes.set_ylim(7.9, -1.6)
    return figure


# ---------------------------------------------------------------- the three rules

HITS = np.array([True, False, True, True, False, False, True, False])
RANKED = np.arange(8, 0, -1) / 10
POSITIVES = 6


def envelopes() -> Figure:
    """Precision over recall of eight detections, its envelope, and where the rules look."""
    figure, axes = canvas(height=380)
    precision, recall = precision_recall(HITS, RANKED, POSITIVES)
    best = envelope(precision)
    steps, level = np.r_[0.0, recall, recall[-1]], np.r_[best[0], best, 0.0]
    axes.fill_between(steps, level, step="pre", color=ACCENT1, alpha=0.14, linewidth=0)
    axes.plot(steps, level, color=ACCENT1, drawstyle="steps-pre", label="envelope: area")
    axes.plot(recall, precision, color=MUTED, marker="o", markersize=5, linewidth=1.4, label="raw points")
    for points, color, size, name in ((101, ACCENT3, 2.5, "coco"), (11, ACCENT2, 7, "voc07")):
        grid = np.linspace(0, 1, points)
        at = np.append(best, 0.0)[np.searchsorted(recall, grid)]
        axes.plot(
            grid,
            at,
            color=color,
            marker="o",
            markersize=size,
            linestyle="none",
            label=f"{name}: {points} points",
        )
    said = " · ".join(
        f"{method} {average_precision(HITS, RANKED, POSITIVES, method):.4f}"
        for method in ("voc07", "area", "coco")
    )
    axes.set_title(said)
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    axes.set_ylim(-0.04, 1.08)
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.98))
    return figure


# ---------------------------------------------------------------- AP against the threshold


def _detector(spread: float, found: float, seed: int) -> list[Image]:
    """A detector that finds this share of the objects, with edges off by about ``spread`` of the side."""
    rng, images = np.random.default_rng(seed), []
    for _ in range(60):
        corner = 120 * np.arange(4)[:, None] + rng.uniform(0, 10, (4, 2))
        gt = np.hstack([corner, corner + 80])
        seen = gt[rng.random(4) < found]
        hits = seen + rng.normal(scale=80 * spread, size=seen.shape)
        strays = np.tile([700.0, 0, 780, 80], (2, 1))
        boxes = np.vstack([hits, strays])
        scores = np.r_[rng.uniform(0.4, 1.0, len(hits)), rng.uniform(0.0, 0.6, 2)]
        images.append(Image(boxes, scores, gt))
    return images


def against_threshold() -> Figure:
    """Two simulated detectors: one finds more, the other one places better."""
    figure, axes = canvas(height=330)
    for name, spread, found, color in (
        ("finds 92 %, loose boxes", 0.06, 0.92, ACCENT2),
        ("finds 75 %, tight boxes", 0.02, 0.75, ACCENT1),
    ):
        images = _detector(spread, found, seed=1)
        values = [coco_ap(images, float(threshold)) for threshold in COCO_THRESHOLDS]
        axes.plot(
            COCO_THRESHOLDS, values, color=color, marker="o", label=f"{name}: mean {np.mean(values):.2f}"
        )
    axes.set_xlabel("IoU threshold")
    axes.set_ylabel("AP")
    axes.set_ylim(0, 1)
    axes.grid(axis="y")
    axes.axvline(0.5, color=INK, linewidth=1, alpha=0.4)
    axes.legend(loc="lower left")
    return figure
