"""The figures of the page on anchors."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.anchors import BACKGROUND, IGNORED, LARGEST, anchor_grid, decode_boxes, match_anchors
from kb.detection.iou import box_iou
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, canvas

IMAGE, STRIDE = (96, 160), 16  # height and width, pixels
OBJECTS = np.array([[22.0, 14, 66, 84], [112, 52, 138, 66]])
ANCHORS = anchor_grid((IMAGE[0] // STRIDE, IMAGE[1] // STRIDE), STRIDE, [32, 64], [0.5, 1, 2])


def _box(axes: Axes, box: np.ndarray, color: str, **style: object) -> None:
    x1, y1, x2, y2 = box
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, **style))  # type: ignore[arg-type]


def _image(axes: Axes, margin: float = 14) -> None:
    _box(axes, np.array([0, 0, IMAGE[1], IMAGE[0]]), MUTED, linewidth=1)
    axes.set_xlim(-margin, IMAGE[1] + margin)
    axes.set_ylim(IMAGE[0] + margin, -margin)


def grid() -> Figure:
    """Centers of all cells, the six anchors of one of them, and the objects."""
    figure, axes = canvas(height=300, frame=False)
    centers = (ANCHORS[::6, :2] + ANCHORS[::6, 2:]) / 2
    axes.scatter(*centers.T, s=7, color=MUTED)
    cell = 6 * (3 * (IMAGE[1] // STRIDE) + 2)  # row 3, column 2
    for anchor in ANCHORS[cell : cell + 6]:
        _box(axes, anchor, ACCENT1, linewidth=1.5)
    for box in OBJECTS:
        _box(axes, box, ACCENT2, linewidth=2.4)
    axes.scatter(*((ANCHORS[cell, :2] + ANCHORS[cell, 2:]) / 2), s=32, color=ACCENT1, zorder=3)
    axes.text(*(OBJECTS[1, :2] - [0, 4]), "object", color=ACCENT2, ha="left", va="bottom")
    axes.text(84, -5, "6 anchors of one cell", color=ACCENT1, ha="left", va="bottom")
    _image(axes, 22)
    return figure


def matched() -> Figure:
    """What becomes of all anchors: the best IoU of each, in order, with its label."""
    figure, axes = canvas(height=290)
    best = box_iou(ANCHORS, OBJECTS).max(axis=1)
    labels = match_anchors(ANCHORS, OBJECTS)
    order = np.argsort(-best, kind="stable")[:110]
    place = np.arange(len(order))
    for kind, color, name in (
        (labels[order] >= 0, ACCENT3, "positive"),
        (labels[order] == IGNORED, MUTED, "ignored"),
        (labels[order] == BACKGROUND, ACCENT5, "background"),
    ):
        axes.scatter(
            place[kind], best[order][kind], s=16 if color != ACCENT3 else 40, color=color, label=name
        )
    for threshold, text in ((0.7, "high"), (0.3, "low")):
        axes.axhline(threshold, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(109, threshold + 0.015, text, color=MUTED, ha="right", va="bottom")
    forced = [n for n in place if labels[order[n]] >= 0 and best[order[n]] < 0.7]
    assert forced
    axes.annotate(
        "forced: best anchor\nof the small object",
        (forced[-1], best[order[forced[-1]]]),
        (36, 0.82),
        color=INK,
        va="center",
        arrowprops={"arrowstyle": "-", "color": MUTED},
    )
    axes.set_xlabel("anchors by falling IoU")
    axes.set_ylabel("best IoU with an object")
    axes.set_ylim(0, 1)
    axes.legend(loc="lower left", frameon=False)
    return figure


def worst_place() -> Figure:
    """The best IoU that an object of the anchors' own size can count on, wherever it lies."""
    figure, axes = canvas(height=270)
    sides = np.linspace(8, 160, 77)
    for stride, color in ((32, ACCENT5), (16, ACCENT1), (8, ACCENT3)):
        told = []
        for side in sides:
            anchors = anchor_grid((3, 3), stride, [side], [1])
            corner = 1.5 * stride - side / 2 + stride / 2  # between four centers
            told.append(box_iou(anchors, [[corner, corner, corner + side, corner + side]]).max())
        axes.plot(sides, told, color=color)
        axes.text(162, told[-1], f"stride {stride}", color=color, va="center", ha="left")
    for threshold in (0.3, 0.7):
        axes.axhline(threshold, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xlim(8, 205)
    axes.set_ylim(0, 1)
    axes.set_xlabel("side of the object, pixels")
    axes.set_ylabel("best IoU of an anchor")
    return figure


def decoded_width() -> Figure:
    """The side that a prediction stands for, with its cap."""
    figure, axes = canvas(height=250)
    predicted = np.linspace(-3, 6, 181)
    anchors = np.tile([[0.0, 0, 16, 16]], (len(predicted), 1))
    deltas = np.zeros((len(predicted), 4))
    deltas[:, 2] = predicted
    boxes = decode_boxes(deltas, anchors)
    axes.plot(predicted, boxes[:, 2] - boxes[:, 0], color=ACCENT1)
    axes.axvline(LARGEST, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(LARGEST + 0.12, 330, "log(1000/16)", color=MUTED, ha="left")
    axes.scatter([0], [16], color=ACCENT2, zorder=3)
    axes.text(0, 70, "the anchor: 16", color=ACCENT2, ha="right")
    axes.set_xlabel("predicted tw")
    axes.set_ylabel("width, pixels")
    return figure
