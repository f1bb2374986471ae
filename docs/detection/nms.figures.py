"""The figures of the page on non-maximum suppression."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.iou import box_iou
from kb.detection.nms import batched_nms, nms
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, canvas

# A row of boxes in which B overlaps A and C, and D with a copy E: the story of the page.
NAMES = "ABCDE"
BOXES = np.array(
    [[0, 0, 40, 24], [16, 4, 56, 28], [32, 8, 72, 32], [80, 2, 108, 32], [83, 5, 111, 34]], dtype=float
)
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
THRESHOLD = 0.25


def _box(axes: Axes, box: np.ndarray, color: str, **style: Any) -> None:
    x1, y1, x2, y2 = box
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, **style))


def _round(axes: Axes, kept: list[int], best: int | None, gone: np.ndarray) -> None:
    """One state of the loop: what is kept, who is at work, who goes, who waits."""
    for i, box in enumerate(BOXES):
        if i == best:
            _box(axes, box, ACCENT1, linewidth=3.2)
            axes.add_patch(
                Rectangle(box[:2], *(box[2:] - box[:2]), facecolor=ACCENT1, edgecolor="none", alpha=0.15)
            )
        elif i in kept:
            _box(axes, box, ACCENT3, linewidth=2.6)
        elif gone[i]:
            _box(axes, box, ACCENT5, linewidth=1.4, linestyle=(0, (4, 3)))
        else:
            _box(axes, box, MUTED, linewidth=1.6)
        color = ACCENT1 if i == best else ACCENT3 if i in kept else ACCENT5 if gone[i] else MUTED
        x, y, side = (box[2] - 7, box[3] - 5, "right") if i == 4 else (box[0] + 2.5, box[1] + 2, "left")
        corner: dict[str, Any] = {"ha": side, "va": "bottom" if i == 4 else "top"}
        axes.text(x, y, NAMES[i], color=color, weight="bold", **corner)
    axes.set_xlim(-4, 178)
    axes.set_ylim(39, -3)


def rounds() -> Figure:
    """The loop on five boxes, round by round."""
    figure, axes = canvas(height=430, frame=False, nrows=4)
    keep = nms(BOXES, SCORES, THRESHOLD).tolist()
    assert [NAMES[i] for i in keep] == ["A", "C", "D"]
    gone = np.zeros(len(BOXES), dtype=bool)
    for row, best in enumerate(keep):
        now = (box_iou(BOXES[[best]], BOXES)[0] > THRESHOLD) & ~gone
        now[keep[: row + 1]] = False
        gone |= now
        _round(axes[row], keep[:row], best, gone)
        names = " and ".join(NAMES[i] for i in np.flatnonzero(now)) or "nobody"
        axes[row].text(122, 16, f"{NAMES[best]} is kept,\n{names} goes", va="center", color=INK)
    _round(axes[-1], keep, None, gone)
    axes[-1].text(122, 16, "result:\nA, C, D", va="center", color=INK)
    return figure


def _crowd(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Detections of 400 objects that stand in pairs; six boxes an object, scattered around it."""
    left = 400.0 * np.arange(200)
    overlap = rng.uniform(0.2, 0.8, 200)
    shift = 60 * (1 - overlap) / (1 + overlap)  # this far apart, two boxes 60 wide have this IoU
    x1 = np.stack([left, left + shift], axis=1).ravel()
    objects = np.stack([x1, np.zeros(400), x1 + 60, np.full(400, 150.0)], axis=1)
    owner = np.repeat(np.arange(400), 6)
    boxes = objects[owner] + rng.normal(0, [4, 10, 4, 10], (2400, 4))
    return boxes, rng.uniform(0.3, 1.0, 2400), owner


def threshold() -> Figure:
    """What a threshold costs on either side, on objects that stand in pairs."""
    boxes, scores, owner = _crowd(np.random.default_rng(7))
    values = np.linspace(0.1, 0.95, 18)
    lost, copies = [], []
    for value in values:
        found = owner[nms(boxes, scores, float(value))]
        lost.append(100 - len(np.unique(found)) / 4)
        copies.append((len(found) - len(np.unique(found))) / 400)
    figure, axes = canvas(height=420, nrows=2, sharex=True)
    axes[0].plot(values, lost, color=ACCENT5)
    axes[0].set_ylabel("objects lost, %")
    axes[1].plot(values, copies, color=ACCENT2)
    axes[1].set_ylabel("copies left\nper object")
    axes[1].set_xlabel("IoU threshold")
    for each in axes:
        each.set_ylim(bottom=0)
        each.grid(visible=True)
    return figure


def _comparisons(boxes: np.ndarray, scores: np.ndarray) -> int:
    """How many IoUs the loop computes: each kept box meets all that are still there."""
    order = np.argsort(-scores, kind="stable")
    total = 0
    for best in nms(boxes, scores, 0.5):
        rest = order[1:]
        total += len(rest)
        order = rest[box_iou(boxes[[best]], boxes[rest])[0] <= 0.5]
    return total


def cost() -> Figure:
    """IoUs computed over the number of boxes: all apart, and on a fixed number of objects."""
    rng = np.random.default_rng(3)
    counts = [50, 100, 200, 400, 800, 1600]
    apart, twenty = [], []
    for n in counts:
        left = 20.0 * np.arange(n)
        boxes = np.stack([left, np.zeros(n), left + 10, np.full(n, 10.0)], axis=1)
        apart.append(_comparisons(boxes, rng.permutation(n)))
        boxes = boxes[rng.integers(0, 20, n)] + rng.uniform(-1, 1, (n, 1))
        twenty.append(_comparisons(boxes, rng.permutation(n)))
    figure, axes = canvas(height=300)
    axes.loglog(counts, apart, "o-", color=ACCENT5, label="all apart")
    axes.loglog(counts, twenty, "o-", color=ACCENT1, label="20 objects")
    axes.set_xlabel("boxes N")
    axes.set_ylabel("IoUs computed")
    axes.set_xticks(counts, [str(n) for n in counts])
    axes.set_xticks([], minor=True)
    axes.grid(visible=True)
    axes.legend(loc="upper left")
    return figure


def shift() -> Figure:
    """Two classes at one place, and the same boxes after the shift."""
    boxes = np.array([[2, 3, 26, 20], [4, 5, 29, 22], [6, 2, 28, 18], [8, 4, 31, 21]], dtype=float)
    scores, classes = np.array([0.9, 0.6, 0.8, 0.7]), np.array([0, 0, 1, 1])
    room = boxes.max() + 1
    moved = boxes + classes[:, None] * room
    keep = nms(moved, scores, 0.5)
    assert keep.tolist() == batched_nms(boxes, scores, classes, 0.5).tolist()
    figure, (before, after) = canvas(height=300, frame=False, ncols=2, gridspec_kw={"width_ratios": [1, 2]})
    for axes, drawn in ((before, boxes), (after, moved)):
        for i, box in enumerate(drawn):
            color = (ACCENT1, ACCENT2)[classes[i]]
            kept = i in keep
            _box(axes, box, color, linewidth=2.8 if kept else 1.3, linestyle="-" if kept else (0, (4, 3)))
    for name in (0, 1):
        _box(after, np.array([0, 0, room, room]) + name * room, MUTED, linewidth=1, alpha=0.6)
        color = (ACCENT1, ACCENT2)[name]
        after.text(name * room + 2, name * room + room - 2, f"class {name}", color=color, va="bottom")
    before.set_anchor("N")
    before.set_xlim(-1, room + 1)
    before.set_ylim(room + 1, -1)
    after.set_xlim(-1, 2 * room + 1)
    after.set_ylim(2 * room + 1, -1)
    return figure
