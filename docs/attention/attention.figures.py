"""The figures of the page on attention."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.attention.attention import attention_weights
from kb.attention.attention_cache import attention_macs, kv_cache_bytes, linear_macs
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, INK, MUTED, canvas


def _grid(axes: Axes, weights: np.ndarray) -> None:
    """A matrix of weights as squares, darker for more."""
    rows, columns = weights.shape
    for i, j in np.ndindex(rows, columns):
        axes.add_patch(
            Rectangle((j, i), 1, 1, facecolor=ACCENT1, edgecolor="none", alpha=float(weights[i, j]))
        )
        axes.add_patch(Rectangle((j, i), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.6))
    axes.set_xlim(-0.1, columns + 0.1)
    axes.set_ylim(rows + 0.1, -0.1)


def masks() -> Figure:
    """The same scores without a mask, with a causal one, and with padding."""
    rng = np.random.default_rng(2)
    q, k = rng.normal(0, 1.3, (6, 8)), rng.normal(0, 1.3, (6, 8))
    padding = np.arange(6) < 4
    figure, axes = canvas(height=210, frame=False, ncols=3)
    for each, title, mask, causal in zip(
        axes, ("none", "causal", "causal, padded"), (None, None, padding), (False, True, True), strict=True
    ):
        _grid(each, attention_weights(q, k, mask, causal))
        each.set_title(title)
        each.text(3, 6.25, "keys", ha="center", va="top", color=MUTED)
    axes[0].text(-0.3, 3, "queries", ha="right", va="center", rotation=90, color=MUTED)
    return figure


def saturation() -> Figure:
    """The mean largest of ten weights against the number of features, with and without the scale."""
    rng = np.random.default_rng(3)
    sizes = 2 ** np.arange(0, 11)
    largest = {True: [], False: []}
    for d in sizes:
        q, k = rng.normal(size=(1000, 1, d)), rng.normal(size=(1000, 10, d))
        for scaled, means in largest.items():
            factor = 1.0 if scaled else math.sqrt(d)  # undoes the scale
            means.append(attention_weights(q * factor, k).max(axis=-1).mean())
    figure, axes = canvas(height=290)
    axes.semilogx(sizes, largest[False], base=2, color=ACCENT2, marker="o", markersize=4)
    axes.semilogx(sizes, largest[True], base=2, color=ACCENT1, marker="o", markersize=4)
    axes.text(300, 0.86, "q · k", color=ACCENT2, va="top")
    axes.text(300, 0.36, "q · k / √d", color=ACCENT1, va="bottom")
    axes.set_ylim(0, 1)
    axes.set_xlabel("features d")
    axes.set_ylabel("largest weight")
    axes.grid(axis="y")
    return figure


def cost() -> Figure:
    """Multiplications of a block of width 768: attention and linear layers."""
    width = 768
    tokens = np.unique(np.round(2 ** np.linspace(6, 15, 60)).astype(int))
    attention = [attention_macs(int(t), width) / 1e9 for t in tokens]
    linear = [linear_macs(int(t), width) / 1e9 for t in tokens]
    figure, axes = canvas(height=320)
    axes.loglog(tokens, linear, color=ACCENT2)
    axes.loglog(tokens, attention, color=ACCENT1)
    for t, name in ((197, "ViT-B/16"), (6 * width, "T = 6 D")):
        axes.axvline(t, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(t * 1.07, 0.0045, name, color=MUTED, va="bottom")
    axes.text(800, 14, "linear layers", color=ACCENT2, va="bottom", ha="right")
    axes.text(420, 0.085, "attention", color=ACCENT1, va="top")
    axes.set_xlabel("tokens T")
    axes.set_ylabel("10⁹ multiplications")
    axes.set_ylim(0.004, 3000)
    axes.grid(axis="y")
    return figure


def cache() -> Figure:
    """Bytes of the cache with 32, 8 and 1 heads of keys and values."""
    tokens = np.array([0, 8192])
    figure, axes = canvas(height=280)
    for heads, name, color, style in (
        (32, "multi-head, 32", INK, "-"),
        (8, "grouped, 8", ACCENT1, "-"),
        (1, "multi-query, 1", ACCENT3, (0, (5, 2))),
    ):
        size = [kv_cache_bytes(32, heads, 128, int(t)) / 2**30 for t in tokens]
        axes.plot(tokens, size, color=color, linestyle=style, label=name)
    axes.legend(loc="upper left", title="heads of keys and values", alignment="left")
    axes.set_xlabel("tokens")
    axes.set_ylabel("GiB")
    axes.set_xticks([0, 2048, 4096, 6144, 8192])
    axes.grid(axis="y")
    return figure
