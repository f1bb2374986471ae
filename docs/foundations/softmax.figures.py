"""The figures of the page on softmax, all drawn from ``kb.foundations.softmax``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.foundations.softmax import logsumexp, softmax, softmax_backward
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, ACCENT5, INK, MUTED, canvas

LOGITS = np.array([2.0, 1.0, 0.0, -1.0])
NAMES = ("x₁", "x₂", "x₃", "x₄")


def steps() -> Figure:
    """Four logits on their way: shifted by the maximum, exponentials, divided by their sum."""
    figure, panels = canvas(height=250, ncols=4)
    shifted = LOGITS - LOGITS.max()
    rows = {"logits": LOGITS, "− max": shifted, "exp": np.exp(shifted), "/ sum": softmax(LOGITS)}
    for axes, (title, values) in zip(panels, rows.items(), strict=True):
        _bars(axes, title, values)
    return figure


def _bars(axes: Axes, title: str, values: np.ndarray) -> None:
    axes.bar(range(len(values)), values, color=ACCENT1, alpha=0.85, width=0.7)
    axes.axhline(0, color=MUTED, linewidth=1)
    span = np.ptp([*values, 0])
    for index, value in enumerate(values):
        text = f"{value:.2f}".replace("0.", ".") if 0 < value < 1 else f"{value:.0f}".replace("-", "−")
        side = 1 if value >= 0 else -1
        place = "bottom" if value >= 0 else "top"
        axes.text(index, value + side * 0.04 * span, text, ha="center", va=place, fontsize=12)
    axes.set_title(title)
    axes.set_ylim(min(values.min(), 0) - 0.18 * span, max(values.max(), 0) + 0.18 * span)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)


def temperature() -> Figure:
    """The probabilities of four logits over the temperature."""
    figure, axes = canvas(height=300)
    ts = np.logspace(-1, 2, 301)
    colors = (ACCENT1, ACCENT2, ACCENT3, ACCENT4)
    for curve, logit, name, color in zip(softmax(LOGITS / ts[:, None]).T, LOGITS, NAMES, colors, strict=True):
        axes.plot(ts, curve, color=color, label=f"{name} = {logit:.0f}".replace("-", "−"))
    axes.axhline(1 / len(LOGITS), color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.axvline(1, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    axes.set_xscale("log")
    axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.set_ylim(0, 1.04)
    axes.set_xlabel("temperature T")
    axes.set_ylabel("probability")
    axes.legend(loc="upper right")
    return figure


def _naive(x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(x)
        return exps / exps.sum(axis=-1, keepdims=True)


def _without_division(x: np.ndarray) -> np.ndarray:
    return np.exp(x - logsumexp(x)[:, None])


def errors() -> Figure:
    """Largest error of three formulas in float32 over how far the logits are from 0."""
    figure, axes = canvas(height=320)
    offsets = np.logspace(0, 4, 81)
    noise = np.random.default_rng(7).normal(scale=2.0, size=(400, 10))
    rows = {
        "exp(x) / Σ exp(x)": (_naive, ACCENT5),
        "exp(x − logsumexp(x))": (_without_division, ACCENT2),
        "shifted by the maximum": (softmax, ACCENT1),
    }
    for name, (formula, color) in rows.items():
        found = np.array([_error(formula, noise + offset) for offset in offsets])
        axes.plot(offsets, found, color=color, label=name)
        lost = np.flatnonzero(np.isnan(found))
        if lost.size:
            last = lost[0] - 1
            axes.plot(offsets[last], found[last], "X", color=color, markersize=10)
            axes.text(
                offsets[last] * 1.15, found[last] * 1.5, "inf / inf from here on", color=color, va="bottom"
            )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(2e-8, 1e-1)
    axes.set_xlabel("size of the logits")
    axes.set_ylabel("largest error")
    axes.legend(loc="upper left")
    return figure


def _error(formula: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> float:
    """NaN as soon as one value is. The inputs are rounded first: only the formula's own error counts."""
    x = x.astype(np.float32)
    got = formula(x).astype(np.float64)
    return float(np.max(np.abs(got - softmax(x.astype(np.float64)))))


def jacobian() -> Figure:
    """The Jacobian of the softmax of four logits, with its values."""
    figure, axes = canvas(height=300, width=360, frame=False)
    p = softmax(LOGITS)
    matrix = np.array([softmax_backward(unit, p) for unit in np.eye(len(p))])
    for (row, column), value in np.ndenumerate(matrix):
        shade = 0.65 * float(np.sqrt(abs(value) / 0.25))
        color = ACCENT1 if value > 0 else ACCENT5
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=color, alpha=shade, edgecolor="none"))
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=MUTED, linewidth=0.8))
        text = f"{value:+.3f}".replace("-", "−").replace("0.", ".")
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=INK, fontsize=13)
    for index, name in enumerate(NAMES):
        axes.text(index + 0.5, -0.12, name, ha="center", va="bottom")
        axes.text(-0.12, index + 0.5, name.replace("x", "p"), ha="right", va="center")
    axes.set_xlim(-0.7, 4.1)
    axes.set_ylim(4.1, -0.6)
    return figure
