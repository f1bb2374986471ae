"""The figures of the page on positions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, Rectangle

from kb.attention.positions import alibi_slopes, rope, sinusoidal_positions
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, MUTED, canvas


def sinusoids() -> Figure:
    """Positions by features, blue positive and orange negative."""
    table = sinusoidal_positions(64, 32)
    figure, axes = canvas(height=420)
    for t, i in np.ndindex(*table.shape):
        value = float(table[t, i])
        color = ACCENT1 if value > 0 else ACCENT2
        axes.add_patch(
            Rectangle((i - 0.5, t - 0.5), 1, 1, facecolor=color, alpha=abs(value), edgecolor="none")
        )
    axes.set_xlim(-0.5, 31.5)
    axes.set_ylim(63.5, -0.5)
    axes.set_xlabel("feature")
    axes.set_ylabel("position")
    return figure


def _turned(axes: Axes, query_at: int, key_at: int) -> None:
    """A query and a key of two features, turned by their positions, and the angle between them."""
    axes.add_patch(Circle((0, 0), 1, facecolor="none", edgecolor=MUTED, linewidth=1))
    angle = 0.35  # of one position, in radians; a single pair has the frequency 1
    query = rope(np.array([[1.0, 0.0]]), [query_at * angle])[0]
    key = rope(np.array([[np.cos(0.5), -np.sin(0.5)]]), [key_at * angle])[0]
    for vector, color, name in ((query, ACCENT1, f"q at {query_at}"), (key, ACCENT2, f"k at {key_at}")):
        axes.annotate("", vector, (0, 0), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2.2})
        axes.text(*(vector * 1.12), name, color=color, ha="left" if vector[0] > 0 else "right", va="center")
    degrees = sorted(np.degrees(np.arctan2(*vector[::-1])) for vector in (query, key))
    axes.add_patch(
        Arc((0, 0), 0.8, 0.8, theta1=degrees[0], theta2=degrees[1], edgecolor=ACCENT4, linewidth=2)
    )
    axes.text(0, -1.3, f"q · k = {query @ key:.3f}", ha="center", va="top", color=ACCENT4)
    axes.set_xlim(-1.8, 1.8)
    axes.set_ylim(-1.7, 1.3)


def rotation() -> Figure:
    """The same pair at two places: both turn, the angle between them stays."""
    figure, (left, right) = canvas(height=230, frame=False, ncols=2)
    _turned(left, 3, 1)
    _turned(right, 13, 11)
    return figure


def products() -> Figure:
    """Products of sinusoidal vectors, and ALiBi's factors, against the distance."""
    table = sinusoidal_positions(65, 128)
    product = table @ table[0]
    distance = np.arange(65)
    figure, axes = canvas(height=300)
    axes.plot(distance, product / product[0], color=ACCENT1, label="sinusoidal, RoPE")
    for index, color, style in ((0, ACCENT2, "-"), (3, ACCENT3, "--"), (7, ACCENT4, "-.")):
        slope = alibi_slopes(8)[index]
        name = f"ALiBi, slope 1/{round(1 / slope)}"
        axes.plot(distance, np.exp(-slope * distance), color=color, linestyle=style, label=name)
    axes.set_xlabel("distance")
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, 64)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    axes.grid(axis="y")
    return figure
