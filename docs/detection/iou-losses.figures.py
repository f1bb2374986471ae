"""The figures of the page on IoU losses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.iou_losses import ciou_alpha, ciou_loss, diou_loss, giou_loss, iou_loss
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, PAPER, canvas

Box = tuple[float, float, float, float]
Loss = Callable[..., np.ndarray]
LOSSES: dict[str, tuple[Loss, str, Any]] = {
    "IoU": (iou_loss, MUTED, "-"),
    "GIoU": (giou_loss, ACCENT1, "-"),
    "DIoU": (diou_loss, ACCENT2, "-"),
    "CIoU": (ciou_loss, ACCENT3, (0, (5, 3))),
}


def _box(axes: Axes, box: Box, color: str, *, fill: float = 0.0, **style: Any) -> None:
    x1, y1, x2, y2 = box
    if fill:
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor=color, edgecolor="none", alpha=fill))
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="none", edgecolor=color, **style))


# ---------------------------------------------------------------- what each loss measures

APART = ((0.0, 0.0, 1.8, 3.2), (5.0, 2.4, 9.0, 4.8))
NESTED = ((1.0, 0.5, 2.4, 2.9), (0.0, 0.0, 9.0, 4.8))


def _hull(pred: Box, target: Box) -> tuple[float, float, float, float]:
    corners = np.array([pred, target])
    return (*corners[:, :2].min(axis=0), *corners[:, 2:].max(axis=0))


def _measured(axes: Axes, pred: Box, target: Box) -> None:
    """Two boxes, their hull with its empty part shaded, its diagonal, and the distance of the centers."""
    hull = _hull(pred, target)
    axes.add_patch(
        Rectangle(
            hull[:2], hull[2] - hull[0], hull[3] - hull[1], facecolor=ACCENT4, edgecolor="none", alpha=0.16
        )
    )
    for box in (target, pred):
        axes.add_patch(
            Rectangle(box[:2], box[2] - box[0], box[3] - box[1], facecolor=PAPER, edgecolor="none")
        )
    _box(axes, hull, ACCENT4, linewidth=1.4, linestyle=(0, (5, 3)))
    _box(axes, target, ACCENT2, fill=0.14, linewidth=2.4)
    _box(axes, pred, ACCENT1, fill=0.18, linewidth=2.4)
    axes.plot([hull[0], hull[2]], [hull[1], hull[3]], color=MUTED, linewidth=1.4, linestyle=(0, (1, 2)))
    centers = np.array([[(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] for box in (pred, target)])
    axes.plot(*centers.T, color=INK, linewidth=2, marker="o", markersize=5)
    axes.set_xlim(-0.2, 9.2)
    axes.set_ylim(5.0, -0.2)


def measured() -> Figure:
    """The quantities in the formulas, for boxes that are apart and for a box inside another."""
    figure, (top, bottom) = canvas(height=540, frame=False, nrows=2)
    for axes, (pred, target) in ((top, APART), (bottom, NESTED)):
        _measured(axes, pred, target)
        values = [float(loss([pred], [target])[0]) for loss, _, _ in LOSSES.values()]
        axes.set_title(" · ".join(f"{name} {value:.2f}" for name, value in zip(LOSSES, values, strict=True)))
    top.text(0.1, 3.3, "prediction", color=ACCENT1, va="top")
    top.text(8.8, 4.65, "target", color=ACCENT2, ha="right", va="bottom")
    top.text(8.8, 0.2, "empty part of the hull", color=ACCENT4, ha="right", va="top")
    for axes, below in ((top, 2.6), (bottom, 2.25)):
        axes.text(3.3, below, "ρ", color=INK, va="top")
        axes.text(2.6, 1.15, "c", color=INK, va="bottom", ha="center")
    bottom.text(0.15, 4.65, "the hull is the target: no empty part", color=ACCENT4, va="bottom")
    return figure


# ---------------------------------------------------------------- value and slope against distance

LARGE, SMALL = np.array([-3.0, -2.0, 3.0, 2.0]), np.array([-0.5, -1.8, 0.5, 1.8])
SHIFT = np.linspace(0, 12, 481)


def _along(loss: Loss, shift: np.ndarray) -> np.ndarray:
    """The loss of the small box, moved to the right by each shift, with the large one."""
    pred = SMALL + shift[:, None] * np.array([1, 0, 1, 0])
    target = np.broadcast_to(LARGE, pred.shape)
    return loss(pred, target)


def against_distance() -> Figure:
    """Loss and slope while a small, narrow box leaves a large one to the right."""
    figure, (value, slope) = canvas(height=520, nrows=2, sharex=True)
    step = 1e-6
    for name, (loss, color, line) in LOSSES.items():
        width = 3.4 if name == "IoU" else 2.0
        value.plot(SHIFT, _along(loss, SHIFT), color=color, linestyle=line, linewidth=width, label=name)
        held = loss
        if loss is ciou_loss:  # the slope that training sees: alpha is a constant

            def held(pred: np.ndarray, target: np.ndarray, at: np.ndarray = SHIFT) -> np.ndarray:
                return ciou_loss(pred, target, alpha=_along(ciou_alpha, at))

        inside = (_along(held, SHIFT + step) - _along(held, SHIFT - step)) / (2 * step)
        slope.plot(SHIFT, inside, color=color, linestyle=line, linewidth=width)
    for axes in (value, slope):
        axes.axvline(2.5, color=MUTED, linewidth=1, alpha=0.5)
        axes.axvline(3.5, color=MUTED, linewidth=1, alpha=0.5)
        axes.grid(axis="y")
    value.set_ylabel("loss")
    value.set_ylim(0.75, 1.9)
    value.legend(loc="lower right", ncols=2)
    value.text(1.25, 1.84, "inside", ha="center", va="top", color=MUTED)
    value.text(7.75, 1.84, "apart", ha="center", va="top", color=MUTED)
    slope.set_ylabel("slope")
    slope.set_xlabel("shift of the small box")
    slope.set_xlim(0, 12)
    return figure


# ---------------------------------------------------------------- descent

RATE, STEPS = 0.02, 1000
SHOWN = (0, 100, 200, 300, 400, 600)
FROM_OUTSIDE = ((0.0, 0.0, 1.0, 1.5), (2.5, 1.0, 4.0, 2.0))
FROM_INSIDE = ((2.75, 1.55, 3.35, 2.2), (0.0, 0.0, 4.0, 2.6))


def _corners(box: np.ndarray) -> np.ndarray:
    """cx, cy, w, h to corners."""
    return np.concatenate([box[..., :2] - box[..., 2:] / 2, box[..., :2] + box[..., 2:] / 2], axis=-1)


def _slope(loss: Loss, box: np.ndarray, target: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Central differences in cx, cy, w, h, with alpha of CIoU held constant."""
    moved = _corners(box + step * np.concatenate([np.eye(4), -np.eye(4)]))
    targets = np.broadcast_to(target, moved.shape)
    held = {"alpha": ciou_alpha([_corners(box)], [target])[0]} if loss is ciou_loss else {}
    values = loss(moved, targets, **held)
    return (values[:4] - values[4:]) / (2 * step)


def descend(loss: Loss, start: Box, target: Box, steps: int = STEPS) -> np.ndarray:
    """(steps + 1, 4) corners on the way of plain gradient descent on center and size."""
    first, goal = np.array(start), np.array(target)
    box = np.concatenate([(first[:2] + first[2:]) / 2, first[2:] - first[:2]])
    path = [_corners(box)]
    for _ in range(steps):
        box = box - RATE * _slope(loss, box, goal)
        path.append(_corners(box))
    return np.array(path)


def _journey(axes: Axes, path: np.ndarray, target: Box, title: str) -> None:
    for step in SHOWN:
        _box(axes, path[step], ACCENT1, linewidth=1.2 + 1.4 * (step == 0), alpha=1 if step == 0 else 0.55)
    _box(axes, target, ACCENT2, linewidth=2.4)
    axes.plot(*((path[:, :2] + path[:, 2:]) / 2).T, color=INK, linewidth=1.6)
    axes.set_title(title)


def descent() -> Figure:
    """Where GIoU and DIoU lead a prediction, from outside and from inside the target."""
    figure, grid = canvas(height=360, frame=False, nrows=2, ncols=2)
    for row, where, (start, target) in zip(
        grid, ("outside", "inside"), (FROM_OUTSIDE, FROM_INSIDE), strict=True
    ):
        paths = {name: descend(LOSSES[name][0], start, target) for name in ("GIoU", "DIoU")}
        drawn = np.concatenate([*(path[list(SHOWN)] for path in paths.values()), [target]])
        low, high = drawn[:, :2].min(axis=0) - 0.15, drawn[:, 2:].max(axis=0) + 0.15
        for axes, (name, path) in zip(row, paths.items(), strict=True):
            _journey(axes, path, target, f"{name}, from {where}")
            axes.set_xlim(low[0], high[0])
            axes.set_ylim(high[1], low[1])
    return figure
