"""The figures of the page on ResNet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits
from torch import Tensor, nn

from kb.cnn.resnet_cost import conv_parameters, stage_macs, stage_parameters
from kb.cnn.resnet_variants import Stack
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, PAPER, canvas

# ---------------------------------------------------------------- the blocks

ROW = 1.35
BASIC = ("3×3", "BN", "ReLU", "3×3", "BN", "+", "ReLU")
BOTTLENECK = ("1×1, ÷4", "BN, ReLU", "3×3", "BN, ReLU", "1×1, ×4", "BN", "+", "ReLU")
PRE_ACTIVATION = ("BN", "ReLU", "3×3", "BN", "ReLU", "3×3", "+")


def _column(axes: Axes, x: float, name: str, steps: tuple[str, ...]) -> None:
    """One block from top to bottom, with its shortcut on the right."""
    axes.text(x, 1.0, name, ha="center", va="bottom", color=INK)
    plus = -ROW * (steps.index("+") + 0.5)
    y = 0.0
    axes.plot([x, x], [0.7, y - ROW * len(steps) - 0.5], color=INK, linewidth=1.4, zorder=0)
    shortcut = [(x, 0.4), (x + 1.75, 0.4), (x + 1.75, plus), (x + 0.45, plus)]
    axes.plot(*np.array(shortcut).T, color=ACCENT2, linewidth=2.4, zorder=1)
    for step in steps:
        middle = y - ROW / 2
        conv = "×" in step
        if step == "+":
            axes.add_patch(
                Rectangle(
                    (x - 0.45, middle - 0.45), 0.9, 0.9, facecolor=PAPER, edgecolor=ACCENT2, linewidth=2
                )
            )
        else:
            color = ACCENT1 if conv else MUTED
            place = ((x - 1.35, middle - 0.5), 2.7, 1.0)
            axes.add_patch(Rectangle(*place, facecolor=PAPER, edgecolor="none"))
            axes.add_patch(Rectangle(*place, facecolor=color, edgecolor="none", alpha=0.2 if conv else 0.1))
            axes.add_patch(Rectangle(*place, facecolor="none", edgecolor=color, linewidth=1.4))
        axes.text(x, middle, step, ha="center", va="center", color=INK, fontsize=12)
        y -= ROW


def blocks() -> Figure:
    """Basic, bottleneck and pre-activation block."""
    figure, axes = canvas(height=440, frame=False)
    for x, name, steps in (
        (0, "basic", BASIC),
        (4.2, "bottleneck", BOTTLENECK),
        (8.4, "pre-act. (v2)", PRE_ACTIVATION),
    ):
        _column(axes, x, name, steps)
    axes.set_xlim(-1.7, 10.4)
    axes.set_ylim(-ROW * len(BOTTLENECK) - 0.6, 2.2)
    return figure


# ---------------------------------------------------------------- the same cost

COMPARED = (
    ("bottleneck, 256 in and out", ((256, 64, 1), (64, 64, 3), (64, 256, 1))),
    ("two 3×3 of 64 channels", ((64, 64, 3), (64, 64, 3))),
    ("two 3×3 of 256 channels", ((256, 256, 3), (256, 256, 3))),
)


def to_scale() -> Figure:
    """Weights of a bottleneck and of the plain pairs that it is compared with, as lengths."""
    figure, axes = canvas(height=250)
    for row, (name, convs) in enumerate(COMPARED):
        left = 0
        for index, conv in enumerate(convs):
            count = conv_parameters(*conv)
            color = ACCENT2 if conv[2] == 1 else ACCENT1
            axes.barh(row, count, left=left, height=0.34, color=color, alpha=0.75 if index % 2 else 0.95)
            left += count
        axes.text(0, row - 0.26, f"{name}: {left:,}", va="bottom", color=INK)
    axes.set_ylim(2.4, -0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 400_000, 800_000, 1_200_000], ["0", "0.4", "0.8", "1.2 million"])
    axes.set_xlabel("weights (orange: 1×1, blue: 3×3)")
    return figure


# ---------------------------------------------------------------- degradation, trained here and now

WIDTH, STEPS, BATCH = 32, 60, 256
DEPTHS = ((8, ACCENT3), (16, ACCENT1), (32, ACCENT5))


@cache
def _digits() -> tuple[Tensor, Tensor]:
    """All 1797 digits, centered."""
    data = load_digits()
    x = torch.tensor(data.data / 16, dtype=torch.float32)
    return x - x.mean(dim=0), torch.tensor(data.target)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Layers of 32 units are too small to share: threads that wait for each other make it many times slower."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def train(depth: int, residual: bool, steps: int = STEPS) -> list[float]:
    """The training loss at each step of SGD with momentum."""
    x, y = _digits()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = Stack(64, WIDTH, depth, 10, residual)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    generator, losses = torch.Generator().manual_seed(1), []
    for _ in range(steps):
        rows = torch.randint(len(x), (BATCH,), generator=generator)
        loss = nn.functional.cross_entropy(network(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def degradation() -> Figure:
    """Plain and residual stacks of growing depth on the digits."""
    figure, panels = canvas(height=500, nrows=2, sharex=True, sharey=True)
    for axes, residual in zip(panels, (False, True), strict=True):
        for depth, color in DEPTHS:
            with _one_thread():
                losses = train(depth, residual)
            smooth = np.convolve(losses, np.ones(5) / 5, mode="valid")
            axes.plot(np.arange(2, 2 + len(smooth)), smooth, color=color, label=f"{depth} layers")
        axes.set_title("residual" if residual else "plain")
        axes.set_ylabel("training loss")
        axes.set_ylim(0, 2.6)
        axes.grid(axis="y")
    panels[1].legend(loc="upper right")
    panels[1].set_xlabel("step")
    return figure


# ---------------------------------------------------------------- the gradient, layer by layer

DEPTH = 32


def gradient_by_layer(residual: bool, norm: bool, scale: float = 1.0) -> np.ndarray:
    """(DEPTH / 2 - 1,) norm of the loss's gradient in the input of each block but the first, before training."""
    x, y = _digits()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = Stack(64, WIDTH, DEPTH, 10, residual, norm)
    inputs: list[Tensor] = []

    def keep(_: nn.Module, given: tuple[Tensor]) -> None:
        given[0].retain_grad()
        inputs.append(given[0])

    for layer in network.layers:
        layer.weight.data *= scale
        if layer.bias is not None:
            layer.bias.data.zero_()
        layer.register_forward_pre_hook(keep)
    with _one_thread():
        nn.functional.cross_entropy(network(x[:BATCH]), y[:BATCH]).backward()
    norms = np.array([each.grad.norm().item() for each in inputs[2::2]])
    return norms / norms[-1]


def gradients() -> Figure:
    """Relative gradient norms by layer: three scales of weights, then batch norm with and without shortcuts."""
    figure, (top, bottom) = canvas(height=540, nrows=2, sharex=True)
    layers = np.arange(3, DEPTH + 1, 2)  # the first layer of each block; the stem's scale would hide the rest
    for scale, name, color in ((1.4, "He × 1.4", ACCENT5), (1.0, "He", INK), (0.7, "He × 0.7", ACCENT1)):
        norms = gradient_by_layer(residual=False, norm=False, scale=scale)
        top.semilogy(layers, norms, color=color, label=name)
    for residual, name, color in ((False, "plain", ACCENT2), (True, "residual", ACCENT3)):
        norms = gradient_by_layer(residual=residual, norm=True)
        bottom.semilogy(layers, norms, color=color, label=name)
    for axes, title in ((top, "ReLU, plain, no batch norm"), (bottom, "ReLU with batch norm")):
        axes.set_title(title)
        axes.set_ylabel("gradient, last = 1")
        axes.grid(axis="y")
        axes.legend(loc="upper right")
    bottom.set_xlabel("layer (the loss is on the right)")
    return figure


# ---------------------------------------------------------------- where ResNet-50 spends

STAGES = ("stem", "56×56", "28×28", "14×14", "7×7", "linear")


def spending() -> Figure:
    """Shares of parameters and of multiply-accumulates by stage of ResNet-50."""
    figure, axes = canvas(height=300)
    where = np.arange(len(STAGES))
    for shift, counts, name, color in (
        (-0.2, stage_parameters(50), "parameters", ACCENT1),
        (0.2, stage_macs(50), "multiply-accumulates", ACCENT2),
    ):
        shares = 100 * np.array(counts) / sum(counts)
        axes.bar(where + shift, shares, width=0.38, color=color, label=name)
    axes.set_xticks(where, STAGES)
    axes.set_ylabel("share in %")
    axes.set_ylim(0, 66)
    axes.legend(loc="upper left")
    return figure
