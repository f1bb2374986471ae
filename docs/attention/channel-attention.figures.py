"""The figures of the page on channel attention."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.attention.channel_attention import se_block, se_gates, se_parameters
from kb.cnn.resnet_cost import BLOCKS, parameters
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, INK, MUTED, canvas

# ---------------------------------------------------------------- squeeze, excite, scale

SIZE = 12


def _maps() -> np.ndarray:
    """(1, 4, SIZE, SIZE) four channels: a bar, a spot, a weak texture, an empty corner."""
    y, x = np.mgrid[:SIZE, :SIZE] / (SIZE - 1)
    bar = np.exp(-(((x - 0.3) / 0.12) ** 2))
    spot = np.exp(-(((x - 0.7) ** 2 + (y - 0.35) ** 2) / 0.05))
    texture = 0.25 + 0.25 * np.sin(9 * x) * np.sin(9 * y)
    corner = np.clip(1.2 * (x + y) - 1.6, 0, None)
    return np.stack([bar, spot, texture, corner])[None]


# Two hidden units; the numbers are chosen so that the gates differ, a trained network finds its own.
W1 = np.array([[6.0, -4.0, 2.0, 0.0], [-2.0, 5.0, -3.0, 6.0]])
B1 = np.array([0.0, 0.0])
W2 = np.array([[2.0, 0.5], [-1.5, 3.0], [-2.5, -2.0], [-0.5, 2.5]])
B2 = np.array([-0.5, 0.0, 0.5, 0.0])


def _image(axes: Axes, values: np.ndarray, left: float, top: float, side: float, color: str) -> None:
    """A channel as squares whose strength is the value."""
    cell = side / SIZE
    for (row, column), value in np.ndenumerate(values):
        if value > 0.02:
            corner = (left + column * cell, top - (row + 1) * cell)
            alpha = float(np.clip(value, 0, 1))
            axes.add_patch(Rectangle(corner, cell, cell, facecolor=color, edgecolor="none", alpha=alpha))
    axes.add_patch(Rectangle((left, top - side), side, side, facecolor="none", edgecolor=MUTED, linewidth=1))


def steps() -> Figure:
    """Four channels, their means, the gates that come of them, and the scaled channels."""
    figure, axes = canvas(height=470, frame=False)
    x = _maps()
    means, gates = x.mean(axis=(2, 3))[0], se_gates(x, W1, B1, W2, B2)[0]
    scaled = se_block(x, W1, B1, W2, B2)[0]
    for channel in range(4):
        top = -2.55 * channel
        _image(axes, x[0, channel], 0, top, 2.2, ACCENT1)
        axes.text(3.35, top - 1.1, f"{means[channel]:.2f}", ha="center", va="center", color=INK)
        for value, color in ((1.0, MUTED), (gates[channel], ACCENT2)):
            width, fill = 1.6 * value, 0.18 if color == MUTED else 0.85
            axes.add_patch(
                Rectangle((5.0, top - 1.3), width, 0.4, facecolor=color, edgecolor="none", alpha=fill)
            )
        axes.text(5.0, top - 0.8, f"{gates[channel]:.2f}", va="bottom", color=ACCENT2)
        _image(axes, scaled[channel], 7.4, top, 2.2, ACCENT3)
    for at, name in ((1.1, "x"), (3.35, "mean"), (5.8, "gate"), (8.5, "x · gate")):
        axes.text(at, 0.25, name, ha="center", va="bottom", color=INK)
    axes.set_xlim(-0.1, 9.8)
    axes.set_ylim(-10.0, 1.2)
    return figure


# ---------------------------------------------------------------- cost

STAGES = ("56×56", "28×28", "14×14", "7×7")


def added_by_stage(reduction: int = 16) -> np.ndarray:
    """(4,) weights that SE adds to the stages of ResNet-50, without biases, as the paper counts."""
    blocks = enumerate(BLOCKS[50])
    return np.array([count * se_parameters(256 * 2**stage, reduction, bias=False) for stage, count in blocks])


def cost() -> Figure:
    """What SE adds to ResNet-50, by stage and by reduction."""
    figure, (left, right) = canvas(height=500, nrows=2)
    left.bar(STAGES, added_by_stage() / 1e6, color=[ACCENT1, ACCENT1, ACCENT1, ACCENT2], width=0.6)
    for at, value in enumerate(added_by_stage() / 1e6):
        left.text(at, value + 0.04, f"{value:.2f}", ha="center", color=INK)
    left.set_ylabel("added, million")
    left.set_ylim(0, 1.95)
    left.set_title("r = 16, by stage")
    reductions = (2, 4, 8, 16, 32)
    shares = [100 * added_by_stage(reduction).sum() / parameters(50) for reduction in reductions]
    right.bar([f"r = {reduction}" for reduction in reductions], shares, color=ACCENT3, width=0.6)
    for at, value in enumerate(shares):
        right.text(at, value + 2, f"{value:.0f}%", ha="center", color=INK)
    right.set_ylabel("added, % of ResNet-50")
    right.set_ylim(0, 95)
    return figure
