"""The figures of the page on losses."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from kb.foundations.losses import focal_loss, focal_loss_gradient, smoothed_targets, softmax_cross_entropy
from kb.foundations.losses_regression import huber, huber_gradient, l1, l2, smooth_l1
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, canvas

LOGITS = np.linspace(-5, 5, 401)
POSITIVE = np.ones_like(LOGITS)


def focal() -> Figure:
    """Value and slope of the focal loss of a positive, for several gammas and no weight alpha."""
    figure, (value, slope) = canvas(height=560, nrows=2, sharex=True)
    for gamma, color in ((0.0, MUTED), (1.0, ACCENT3), (2.0, ACCENT1), (5.0, ACCENT2)):
        name = f"γ = {gamma:.0f}" + (" (cross-entropy)" if gamma == 0 else "")
        value.plot(LOGITS, 2 * focal_loss(LOGITS, POSITIVE, 0.5, gamma), color=color, label=name)
        slope.plot(LOGITS, 2 * focal_loss_gradient(LOGITS, POSITIVE, 0.5, gamma), color=color)
    value.set_ylabel("loss")
    value.legend(loc="upper right")
    slope.set_ylabel("slope")
    slope.set_xlabel("logit of the true class")
    for axes in (value, slope):
        axes.axvline(0, color=INK, linewidth=1, alpha=0.35)
        axes.grid(axis="y")
    return figure


def smoothing() -> Figure:
    """The loss of one of ten classes over its lead, the other nine being equal."""
    figure, axes = canvas(height=340)
    lead = np.linspace(-1, 14, 301)
    for share, color in ((0.0, MUTED), (0.05, ACCENT3), (0.1, ACCENT1), (0.2, ACCENT2)):
        logits = np.zeros((1, 10))
        values = [softmax_cross_entropy(logits + at * np.eye(10)[:1], [0], share)[0] for at in lead]
        axes.plot(lead, values, color=color, label=f"ε = {share}")
        if share:
            best = np.log(smoothed_targets([0], 10, share)[0])
            gap = float(best[0] - best[1])
            least, _ = softmax_cross_entropy(gap * np.eye(10)[:1], [0], share)
            axes.plot(gap, least, color=color, marker="o")
    axes.set_ylim(0, 3.8)
    axes.set_xlabel("logit of the true class minus the others")
    axes.set_ylabel("loss")
    axes.legend(loc="upper right")
    return figure


def regression() -> Figure:
    """L1, L2, Huber and smooth L1 of a residual, and their slopes."""
    figure, (value, slope) = canvas(height=560, nrows=2, sharex=True)
    x = np.linspace(-3, 3, 601)
    drawn = (
        ("L2, half the square", l2(x), x, ACCENT2),
        ("L1", l1(x), np.sign(x), MUTED),
        ("Huber, δ = 0.5", huber(x, 0.5), huber_gradient(x, 0.5), ACCENT4),
        ("smooth L1, β = 0.5", smooth_l1(x, 0.5), huber_gradient(x, 0.5) / 0.5, ACCENT1),
    )
    for name, values, slopes, color in drawn:
        value.plot(x, values, color=color, label=name)
        slope.plot(x, slopes, color=color)
    value.set_ylim(0, 3.2)
    value.set_ylabel("loss")
    value.legend(loc="upper center")
    slope.set_ylim(-2.2, 2.2)
    slope.set_ylabel("slope")
    slope.set_xlabel("residual")
    slope.grid(axis="y")
    return figure
