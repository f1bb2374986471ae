from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT5, INK, MUTED, canvas


def overlap() -> Figure:
    figure, axes = canvas(height=260, frame=False)
    for x, y, color, name in ((0, 0, ACCENT1, "A"), (2, 1, ACCENT2, "B")):
        axes.add_patch(Rectangle((x, y), 4, 2.5, facecolor=color, alpha=0.18, edgecolor="none"))
        axes.add_patch(Rectangle((x, y), 4, 2.5, fill=False, edgecolor=color, linewidth=2))
        axes.text(x + 0.2, y + 2.1, f"{name} 框", color=color, weight="bold")
    axes.add_patch(Rectangle((2, 1), 2, 1.5, facecolor=ACCENT5, alpha=0.35, hatch="//", edgecolor=ACCENT5))
    axes.annotate("A ∩ B", (3, 1.7), (4.6, 0.2), color=INK, arrowprops={"arrowstyle": "->", "color": MUTED})
    axes.set_xlim(-0.2, 6.2)
    axes.set_ylim(-0.2, 3.7)
    return figure


def curves() -> Figure:
    figure, axes = canvas(height=270)
    thresholds = [i / 20 for i in range(21)]
    axes.plot(thresholds, [t**0.5 for t in thresholds], label="precision")
    axes.plot(thresholds, [1 - t**2 for t in thresholds], label="recall", linestyle="--")
    axes.set_xlabel("threshold $N_t$")
    axes.set_ylabel("value")
    axes.grid()
    axes.legend(loc="lower center")
    return figure
