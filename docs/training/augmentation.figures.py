"""The figures of the page on augmentation."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from sklearn.datasets import load_digits

from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, ACCENT5, INK, MUTED, PAPER, canvas
from kb.training.augmentation import cutmix, mixup
from kb.training.augmentation_boxes import affine_boxes, mosaic_boxes
from kb.training.augmentation_pixels import grid_mask

# ---------------------------------------------------------------- mixing


def _image(axes: Axes, image: np.ndarray, color: str = INK) -> None:
    """Pixels as squares whose opacity is the value."""
    height, width = image.shape
    for (row, column), value in np.ndenumerate(image):
        if value > 0.02:
            square = Rectangle(
                (column, row), 1, 1, facecolor=color, edgecolor="none", alpha=float(min(value, 1))
            )
            axes.add_patch(square)
    axes.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=MUTED, linewidth=1))
    axes.set_xlim(-0.3, width + 0.3)
    axes.set_ylim(height + 0.3, -0.3)


def mixing() -> Figure:
    """A three, a seven, and what Mixup and CutMix make of them."""
    figure, grid = canvas(height=175, frame=False, ncols=4)
    images, labels = load_digits(return_X_y=True)
    pair = [int(np.flatnonzero(labels == digit)[5]) for digit in (3, 7)]
    x, y = images[pair].reshape(2, 1, 8, 8) / 16, np.eye(10)[[3, 7]]
    blended, blended_labels = mixup(x, y, 0.6, [1, 0])
    pasted, pasted_labels = cutmix(x, y, (3, 4, 8, 8), [1, 0])
    for axes, image, label in zip(
        grid,
        (x[0], x[1], blended[0], pasted[0]),
        (y[0], y[1], blended_labels[0], pasted_labels[0]),
        strict=True,
    ):
        _image(axes, image[0])
        text = "\n".join(f'{label[digit]:.4g} of "{digit}"' for digit in (3, 7) if label[digit])
        axes.text(4, 8.6, text, ha="center", va="top", color=INK)
        axes.set_ylim(12, -2)
    for axes, title in zip(grid, ("x", "partner", "Mixup", "CutMix"), strict=True):
        axes.text(4, -0.5, title, ha="center", va="bottom", color=INK)
    return figure


# ---------------------------------------------------------------- boxes under a rotation


def rotation() -> Figure:
    """An ellipse in its box, turned by 30 degrees: the box around the turned box is larger than the object."""
    figure, (left, right) = canvas(height=240, frame=False, ncols=2)
    angle = np.deg2rad(30)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0]])
    around = np.linspace(0, 2 * np.pi, 100)
    object_ = np.stack([3 * np.cos(around), 1.2 * np.sin(around)], axis=1)
    box = np.array([[-3.0, -1.2, 3.0, 1.2]])
    corners = box[0][[[0, 1], [2, 1], [2, 3], [0, 3]]]
    for axes, matrix, title in ((left, np.eye(3)[:2], "before"), (right, turn, "turned by 30°")):
        mapped = object_ @ matrix[:, :2].T
        axes.add_patch(Polygon(mapped, facecolor=ACCENT2, edgecolor=ACCENT2, alpha=0.35))
        axes.add_patch(
            Polygon(corners @ matrix[:, :2].T, facecolor="none", edgecolor=MUTED, linestyle=(0, (4, 3)))
        )
        low, high = mapped.min(axis=0), mapped.max(axis=0)
        x1, y1, x2, y2 = affine_boxes(box, matrix)[0]
        axes.add_patch(
            Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="none", edgecolor=ACCENT1, linewidth=2.2)
        )
        axes.add_patch(Rectangle(low, *(high - low), facecolor="none", edgecolor=ACCENT3, linewidth=1.6))
        axes.set_xlim(-3.5, 3.5)
        axes.set_ylim(3, -3)
        axes.set_title(title)
    return figure


# ---------------------------------------------------------------- Mosaic


def mosaic() -> Figure:
    """Four images around a point, and what becomes of their boxes."""
    figure, axes = canvas(height=330, width=380, frame=False)
    shapes = [(50, 70), (60, 60), (45, 60), (70, 80)]
    boxes = [
        [[8.0, 10, 40, 46], [48, 20, 66, 44]],
        [[6.0, 8, 26, 54], [30, 20, 58, 50]],
        [[10.0, 6, 50, 36]],
        [[8.0, 6, 34, 26], [40, 20, 78, 68]],
    ]
    center, (height, width) = (48, 44), (100, 100)
    colors = (ACCENT1, ACCENT2, ACCENT3, ACCENT4)
    for index, ((h, w), color) in enumerate(zip(shapes, colors, strict=True)):
        left, top = (center[0] if index % 2 else center[0] - w), (center[1] if index >= 2 else center[1] - h)
        axes.add_patch(Rectangle((left, top), w, h, facecolor=color, edgecolor=color, alpha=0.14))
        for x1, y1, x2, y2 in boxes[index]:
            corner = (x1 + left, y1 + top)
            axes.add_patch(
                Rectangle(corner, x2 - x1, y2 - y1, facecolor="none", edgecolor=color, linestyle=(0, (2, 3)))
            )
    kept, image = mosaic_boxes(boxes, shapes, center, (height, width))
    for (x1, y1, x2, y2), index in zip(kept, image, strict=True):
        axes.add_patch(
            Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="none", edgecolor=colors[index], linewidth=2.6)
        )
    axes.add_patch(Rectangle((0, 0), width, height, facecolor="none", edgecolor=INK, linewidth=2))
    axes.plot(*center, marker="o", color=INK)
    axes.set_xlim(-25, 132)
    axes.set_ylim(117, -19)
    return figure


# ---------------------------------------------------------------- GridMask


def grids() -> Figure:
    """What the paper keeps, and what the code's default keeps."""
    figure, grid = canvas(height=225, frame=False, ncols=2)
    mask = grid_mask((60, 60), 20, 0.5, (5, 5))
    for axes, kept, title in (
        (grid[0], mask, "paper, mode=1"),
        (grid[1], 1 - mask, "code's default, mode=0"),
    ):
        axes.add_patch(Rectangle((0, 0), 60, 60, facecolor=ACCENT1, edgecolor="none", alpha=0.45))
        for row in range(0, 60, 5):
            for column in range(0, 60, 5):
                if kept[row, column] == 0:
                    square = Rectangle((column, row), 5, 5, facecolor=PAPER, edgecolor=PAPER, linewidth=0.6)
                    axes.add_patch(square)
        axes.add_patch(Rectangle((0, 0), 60, 60, facecolor="none", edgecolor=MUTED, linewidth=1))
        axes.set_xlim(-1, 61)
        axes.set_ylim(61, -1)
        axes.set_title(
            f"{title}:\n{100 * kept.mean():.0f} % kept", color=ACCENT5 if kept.mean() < 0.5 else INK
        )
    return figure
