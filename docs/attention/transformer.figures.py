"""The figures of the page on the Transformer."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import nn

from kb.attention.transformer import EncoderLayer
from kb.attention.transformer_patches import patches
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, INK, MUTED, PAPER, canvas

POST = ("attention", "+", "norm", "FFN", "+", "norm")
PRE = ("norm", "attention", "+", "norm", "FFN", "+")
COLORS = {"attention": ACCENT1, "FFN": ACCENT2, "norm": ACCENT3, "+": INK}


def _column(axes: Axes, parts: tuple[str, ...], title: str, starts: tuple[float, ...]) -> None:
    """Boxes from the bottom up; residual lines leave the main line at ``starts`` and end in the additions."""
    axes.plot([0, 0], [-0.6, len(parts) + 0.1], color=INK, linewidth=1.6, zorder=0)
    plus = [index for index, part in enumerate(parts) if part == "+"]
    for start, end in zip(starts, plus, strict=True):
        height = end + 0.25
        axes.plot([0, 1.55, 1.55, 0.3], [start, start, height, height], color=INK, linewidth=1.6)
    for index, part in enumerate(parts):
        if part == "+":
            axes.plot([0], [index + 0.25], marker="o", markersize=20, color=INK, markerfacecolor=PAPER)
            axes.text(0, index + 0.25, "+", ha="center", va="center", color=INK)
            continue
        box = (-1.15, index), 2.3, 0.56
        axes.add_patch(Rectangle(*box, facecolor=PAPER, edgecolor="none"))
        axes.add_patch(Rectangle(*box, facecolor=COLORS[part], alpha=0.18, edgecolor="none"))
        axes.add_patch(Rectangle(*box, facecolor="none", edgecolor=COLORS[part]))
        axes.text(0, index + 0.27, part, ha="center", va="center", color=INK)
    axes.set_title(title)
    axes.set_xlim(-1.5, 2)
    axes.set_ylim(-0.7, len(parts) + 0.2)


def blocks() -> Figure:
    """Post-norm and pre-norm side by side."""
    figure, (left, right) = canvas(height=400, frame=False, ncols=2)
    _column(left, POST, "post-norm", (-0.25, 2.78))
    _column(right, PRE, "pre-norm", (-0.25, 2.75))
    return figure


def _last_gradient(norm_first: bool, depth: int) -> float:
    """Norm of the gradient in the last feed-forward weights at initialization, mean of four seeds."""
    norms = []
    for seed in range(4):
        torch.manual_seed(seed)
        layers = [EncoderLayer(32, 4, 128, norm_first) for _ in range(depth)]
        for layer in layers:
            for parameter in layer.parameters():
                if parameter.dim() > 1:
                    nn.init.xavier_uniform_(parameter)
        head = nn.Linear(32, 50)
        x, y = torch.randn(4, 8, 32), torch.randint(0, 50, (32,))
        for layer in layers:
            x = layer(x)
        if norm_first:
            x = nn.functional.layer_norm(x, (32,))
        nn.functional.cross_entropy(head(x).flatten(0, 1), y).backward()
        norms.append(float(layers[-1].linear2.weight.grad.norm()))
    return float(np.mean(norms))


def depth() -> Figure:
    """The gradient of the last block against the depth."""
    depths = [2, 4, 8, 16, 32]
    post, pre = ([_last_gradient(first, n) for n in depths] for first in (False, True))
    figure, axes = canvas(height=290)
    axes.loglog(depths, post, color=ACCENT2, marker="o", markersize=5)
    axes.loglog(depths, pre, color=ACCENT1, marker="o", markersize=5)
    guide = pre[0] * (np.array(depths) / 2) ** -0.5
    axes.loglog(depths, guide, color=MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.text(12, post[2] * 1.1, "post-norm", color=ACCENT2, va="bottom")
    axes.text(5, pre[2] * 0.95, "pre-norm", color=ACCENT1, va="top", ha="center")
    axes.text(17, guide[3] * 1.15, "1/√L", color=MUTED, va="bottom")
    axes.set_xticks(depths, [str(n) for n in depths])
    axes.set_xticks([], minor=True)
    axes.set_yticks([0.1, 0.2, 0.5], ["0.1", "0.2", "0.5"])
    axes.set_yticks([], minor=True)
    axes.set_ylim(min(pre) * 0.7, max(post) * 1.6)
    axes.set_xlabel("blocks L")
    axes.set_ylabel("gradient norm")
    return figure


def patching() -> Figure:
    """A small image, its patches, and the matrix of tokens."""
    image = np.arange(24).reshape(1, 1, 4, 6)
    tokens = patches(image, 2)[0]
    colors = (ACCENT1, ACCENT2, ACCENT3)
    figure, axes = canvas(height=250, frame=False)
    for index, token in enumerate(tokens):
        shade, color = 0.15 if index < 3 else 0.4, colors[index % 3]
        for place, value in enumerate(token):
            row, column = divmod(int(value), 6)
            for x, y in ((column, row + 1), (8 + place, index)):
                axes.add_patch(Rectangle((x, y), 1, 1, facecolor=color, alpha=shade, edgecolor="none"))
                axes.add_patch(Rectangle((x, y), 1, 1, facecolor="none", edgecolor=MUTED, linewidth=0.5))
                axes.text(x + 0.5, y + 0.5, str(value), ha="center", va="center", color=INK, fontsize=12)
    for column in (0, 2, 4):
        for row in (1, 3):
            axes.add_patch(Rectangle((column, row), 2, 2, facecolor="none", edgecolor=INK, linewidth=1.8))
    axes.annotate("", (7.8, 3), (6.2, 3), arrowprops={"arrowstyle": "->", "color": ACCENT4})
    axes.text(3, 5.2, "image", ha="center", va="top", color=MUTED)
    axes.text(10, 6.15, "tokens", ha="center", va="top", color=MUTED)
    axes.set_xlim(-0.2, 12.2)
    axes.set_ylim(7, -0.2)
    return figure
