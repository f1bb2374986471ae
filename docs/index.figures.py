"""The figure of the home page."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.iou import box_iou
from kb.detection.nms import nms
from kb.site.figures.style import ACCENT1, ACCENT2, MUTED, canvas

BOXES = np.array(
    [
        [10, 20, 60, 90],
        [14, 24, 66, 94],
        [4, 14, 56, 86],
        [90, 34, 140, 80],
        [95, 30, 146, 78],
        [84, 38, 136, 86],
    ],
    float,
)
SCORES = np.array([0.95, 0.81, 0.74, 0.92, 0.88, 0.69])


def suppression() -> Figure:
    """Greedy NMS on six boxes: what is kept, and what each kept box takes away."""
    figure, axes = canvas(height=260, frame=False)
    keep = nms(BOXES, SCORES, iou_threshold=0.5)
    overlaps = box_iou(BOXES, BOXES[keep])
    for index, (x1, y1, x2, y2) in enumerate(BOXES):
        color = (ACCENT1, ACCENT2)[int(overlaps[index].argmax())]
        kept = index in keep
        axes.add_patch(
            Rectangle(
                (x1, y1),
                x2 - x1,
                y2 - y1,
                facecolor=color if kept else "none",
                alpha=0.16 if kept else None,
                edgecolor="none",
            )
        )
        style = {"linewidth": 3.0} if kept else {"linewidth": 1.3, "linestyle": (0, (4, 3)), "alpha": 0.8}
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, **style))
    for column, best in enumerate(keep):
        x1, y1, x2, y2 = BOXES[best]
        color = (ACCENT1, ACCENT2)[column]
        axes.text(
            (x1 + x2) / 2,
            (y1 + y2) / 2,
            f"{SCORES[best]:.2f}",
            color=color,
            weight="bold",
            ha="center",
            va="center",
        )
        gone = [f"{iou:.2f}" for index, iou in enumerate(overlaps[:, column]) if index != best and iou > 0.5]
        axes.text((x1 + x2) / 2, 106, f"IoU {', '.join(gone)}", color=MUTED, ha="center", fontsize=13)
    axes.set_xlim(0, 150)
    axes.set_ylim(112, 10)
    return figure
