"""The figures of the page on YOLO."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.detection.yolo import yolo_decode, yolo_v5_decode
from kb.detection.yolo_anchors import average_iou, kmeans_anchors
from kb.detection.yolo_letterbox import letterbox, smallest_shape
from kb.detection.yolo_targets import owner_cell, v5_cells
from kb.foundations.clustering import kmeans
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, PAPER, canvas


def _box(axes: Axes, box: Any, color: str, *, fill: float = 0.0, **style: Any) -> None:
    x1, y1, x2, y2 = box
    if fill:
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor=color, edgecolor="none", alpha=fill))
    if style:
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="none", edgecolor=color, **style))


def _grid(axes: Axes, rows: int, columns: int, stride: float) -> None:
    for row in range(rows + 1):
        axes.plot([0, columns * stride], [row * stride] * 2, color=MUTED, linewidth=0.7, alpha=0.6)
    for column in range(columns + 1):
        axes.plot([column * stride] * 2, [0, rows * stride], color=MUTED, linewidth=0.7, alpha=0.6)
    axes.set_xlim(-0.1 * stride, (columns + 0.1) * stride)
    axes.set_ylim((rows + 0.1) * stride, -0.1 * stride)


# ---------------------------------------------------------------- decoding

STRIDE, ANCHOR = 32, (116.0, 90.0)
NUMBERS = (0.4, -0.2, 0.3, -0.5)


def decoded() -> Figure:
    """An anchor in the middle of its cell, and the box that four numbers make of it."""
    figure, axes = canvas(height=330, frame=False)
    rows, columns, row, column = 6, 8, 2, 4
    raw = np.zeros((1, 5, rows, columns))
    at = row * columns + column
    before = yolo_decode(raw, [ANCHOR], STRIDE)[0, at]
    raw[0, :4, row, column] = NUMBERS
    after = yolo_decode(raw, [ANCHOR], STRIDE)[0, at]
    _grid(axes, rows, columns, STRIDE)
    cell = np.array([column, row, column + 1, row + 1]) * STRIDE
    _box(axes, cell, ACCENT4, fill=0.3, linewidth=1.5)
    for (x, y, w, h), color, line in ((before[:4], MUTED, (0, (4, 3))), (after[:4], ACCENT1, "-")):
        _box(axes, (x - w / 2, y - h / 2, x + w / 2, y + h / 2), color, linewidth=2.4, linestyle=line)
        axes.plot(x, y, "o", color=color, markersize=6)
    axes.text(3, 92, "cell: row 2,", color=ACCENT4, va="center")
    axes.text(3, 110, "column 4", color=ACCENT4, va="center")
    axes.text(146, 137, "anchor 116 x 90", color=MUTED, va="center", ha="center")
    axes.text(146, 29, f"box {after[2]:.0f} x {after[3]:.0f}", color=ACCENT1, ha="center", va="center")
    return figure


def formulas() -> Figure:
    """Offset and factor against the raw number, v3 and v5."""
    figure, (offset, factor) = canvas(height=460, nrows=2, sharex=True)
    t = np.linspace(-4, 4, 161)
    raw = np.stack([t, 0 * t, t, 0 * t, 0 * t])[None, :, :, None]  # one cell in each row
    for decode, name, color in ((yolo_decode, "v3", ACCENT1), (yolo_v5_decode, "v5", ACCENT2)):
        cells = decode(raw, [[1.0, 1.0]], 1)[0]
        offset.plot(t, cells[:, 0], color=color)
        factor.plot(t, cells[:, 2], color=color, label=name)
    for axes, low, high in ((offset, 0, 1), (factor, 0, 4)):
        axes.axhline(low, color=MUTED, linewidth=0.8)
        axes.axhline(high, color=MUTED, linewidth=0.8)
    offset.set_ylabel("center, in cells")
    factor.set_ylabel("size, in anchors")
    factor.set_ylim(-0.3, 8)
    factor.set_xlabel("raw number t")
    factor.legend(loc="upper left")
    return figure


# ---------------------------------------------------------------- positives


def positives() -> Figure:
    """The cells that learn one object: one of 7 x 7 in v1, one of 13 x 13 in v3, three in v5."""
    figure, panels = canvas(height=500, frame=False, nrows=2, ncols=2)
    image, center, size = 416.0, np.array([258.0, 202.0]), np.array([170.0, 200.0])
    for axes, title, cells, kind in zip(
        panels.flat,
        ["v1: one cell of 7 x 7", "v3: one cell, one anchor", "v5: three cells", "v5, one level finer"],
        [7, 13, 13, 26],
        ["own", "own", "neighbors", "neighbors"],
        strict=True,
    ):
        stride = image / cells
        _grid(axes, cells, cells, stride)
        if kind == "own":
            found = [owner_cell(center, (416, 416), (cells, cells))]
        else:
            found = v5_cells(center, int(stride), (cells, cells))
        for row, column in found:
            box = np.array([column, row, column + 1, row + 1]) * stride
            _box(axes, box, ACCENT1, fill=0.55)
        _box(axes, (*(center - size / 2), *(center + size / 2)), ACCENT2, linewidth=2.2)
        axes.plot(*center, "o", color=INK, markersize=3.5)
        axes.set_title(title)
    return figure


# ---------------------------------------------------------------- letterbox


def letterboxed() -> Figure:
    """An image of 720 x 1280 in a square and in the smallest rectangle, with one box."""
    figure, (first, second, third) = canvas(height=620, frame=False, nrows=3, height_ratios=[376, 656, 400])
    shape, box = (720, 1280), [[320, 120, 700, 640]]
    _box(first, (0, 0, shape[1] / 2, shape[0] / 2), ACCENT3, fill=0.15, linewidth=1.5)
    _box(first, np.array(box[0]) / 2, ACCENT2, linewidth=2.2)
    first.set_title("image 720 x 1280, drawn at half its size")
    for axes, size in ((second, (640, 640)), (third, smallest_shape(shape, (640, 640)))):
        moved, scale, (left, top) = letterbox(box, shape, size)
        _box(axes, (0, 0, size[1], size[0]), MUTED, fill=0.3, linewidth=1.5)
        content = (left, top, left + shape[1] * scale, top + shape[0] * scale)
        axes.add_patch(
            Rectangle(content[:2], 640, content[3] - content[1], facecolor=PAPER, edgecolor="none")
        )
        _box(axes, content, ACCENT3, fill=0.15, linewidth=1.5)
        _box(axes, moved[0], ACCENT2, linewidth=2.2)
        axes.set_title(f"input {size[0]} x {size[1]}: scale {scale:g}, top {top}")
    for axes, high in ((first, 360), (second, 640), (third, 384)):
        axes.set_xlim(-70, 710)
        axes.set_ylim(high + 8, -8)
    return figure


# ---------------------------------------------------------------- anchors


def sizes() -> np.ndarray:
    """400 made-up box sizes, from small to large on a logarithmic scale."""
    rng = np.random.default_rng(4)
    long, ratio = np.exp(rng.normal(4, 0.9, 400)), np.exp(rng.normal(0, 0.35, 400))
    return np.clip(np.stack([long * ratio, long / ratio], axis=1), 3, 600)


def clustered() -> Figure:
    """The same sizes, five anchors from the same start, by 1 - IoU and by Euclidean distance."""
    figure, (ours, euclid) = canvas(height=640, nrows=2, sharex=True, sharey=True)
    wh = sizes()
    init = wh[np.random.default_rng(0).choice(len(wh), 5, replace=False)]
    for axes, name, anchors in (
        (ours, "distance 1 - IoU", kmeans_anchors(wh, init, 50)),
        (euclid, "Euclidean distance", kmeans(wh, init, 50)[0]),
    ):
        axes.plot(*wh.T, "o", color=MUTED, markersize=2.5, alpha=0.5)
        for w, h in anchors:
            _box(axes, (0, 0, w, h), ACCENT1, linewidth=1.8)
        axes.plot(*anchors.T, "s", color=ACCENT1, markersize=6)
        axes.set_title(f"{name}: average IoU {average_iou(wh, anchors):.3f}")
        axes.set_xlim(0, 610)
        axes.set_ylim(0, 610)
        axes.set_ylabel("height")
    euclid.set_xlabel("width")
    return figure
