"""The figures of the page on over-fitting."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure
from sklearn.datasets import load_digits

from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT4, ACCENT5, INK, MUTED, canvas
from kb.training.overfitting import lasso_proximal, ridge, soft_threshold
from kb.training.overfitting_bias_variance import bias_variance, min_norm_fit
from kb.training.overfitting_dropout import dropout, dropout_classic
from kb.training.overfitting_early_stopping import stopped_at
from kb.training.overfitting_layers import Dropout

# ---------------------------------------------------------------- training on digits

STEPS, EVERY, RATE = 200, 5, 0.01


@cache
def _digits() -> tuple[torch.Tensor, torch.Tensor]:
    images, labels = load_digits(return_X_y=True)
    return torch.tensor(images / 16, dtype=torch.float32), torch.tensor(labels)


def _shifted(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Every image moved by -1, 0 or 1 pixel in both axes."""
    n = len(images)
    padded = torch.nn.functional.pad(images.view(n, 8, 8), (1, 1, 1, 1))
    down, right = torch.randint(0, 3, (2, n), generator=generator)
    rows = (down[:, None] + torch.arange(8))[:, :, None]
    columns = (right[:, None] + torch.arange(8))[:, None, :]
    return padded[torch.arange(n)[:, None, None], rows, columns].reshape(n, 64)


@cache
def train(
    seed: int = 0,
    *,
    images: int = 100,
    width: int = 128,
    dropout: float = 0.0,
    decay: float = 0.0,
    smoothing: float = 0.0,
    shift: bool = False,
) -> np.ndarray:
    """(STEPS / EVERY, 4) loss and accuracy in training, loss and accuracy on 1,000 other digits.

    64 - width - 10, full batches, AdamW. A fifth of the training labels is drawn at random: not to be learned.
    AdamW is written out, since ``torch.optim`` loads the compiler first, which takes longer than the training.
    """
    x, y = _digits()
    order = np.random.default_rng(seed).permutation(len(x))
    own, other = order[:images], order[-1000:]
    generator = torch.Generator().manual_seed(seed)
    inputs, labels = x[own], y[own].clone()
    labels[: images // 5] = torch.randint(0, 10, (images // 5,), generator=generator)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers = [
            torch.nn.Linear(64, width),
            torch.nn.ReLU(),
            Dropout(dropout, generator),
            torch.nn.Linear(width, 10),
        ]
    net = torch.nn.Sequential(*layers)
    weights = [(w, torch.zeros_like(w), torch.zeros_like(w)) for w in net.parameters()]
    entropy = torch.nn.functional.cross_entropy
    rows = []
    for step in range(1, STEPS + 1):
        seen = _shifted(inputs, generator) if shift else inputs
        loss = entropy(net.train()(seen), labels, label_smoothing=smoothing)
        gradients = torch.autograd.grad(loss, [w for w, _, _ in weights])
        with torch.no_grad():
            for (w, mean, square), gradient in zip(weights, gradients, strict=True):
                mean.lerp_(gradient, 0.1)
                square.lerp_(gradient**2, 0.001)
                spread = (square / (1 - 0.999**step)).sqrt() + 1e-8
                w.mul_(1 - RATE * decay).addcdiv_(mean, spread, value=-RATE / (1 - 0.9**step))
        if step % EVERY == 0:
            net.eval()
            with torch.no_grad():
                outputs = [(net(inputs), labels), (net(x[other]), y[other])]
            rows.append(
                [
                    float(f)
                    for out, t in outputs
                    for f in (entropy(out, t), (out.argmax(1) == t).float().mean())
                ]
            )
    return np.array(rows)


def _curves(axes: Any, rows: np.ndarray, title: str) -> None:
    steps = EVERY * np.arange(1, len(rows) + 1)
    axes.plot(steps, rows[:, 0], color=ACCENT1, label="training loss")
    axes.plot(steps, rows[:, 2], color=ACCENT2, label="validation loss")
    axes.set_title(f"{title}: {100 * rows[-1, 3]:.0f} % right in the end", loc="left")
    axes.set_ylim(0, 2.4)
    axes.set_xlim(0, STEPS)
    axes.grid(axis="y")


def curves() -> Figure:
    """The same network twice: left alone, and regularized; and where early stopping would have stopped."""
    figure, (above, below) = canvas(height=430, nrows=2, sharex=True)
    plain = train()
    _curves(above, plain, "plain")
    stopped = stopped_at(plain[:, 2], patience=4)
    assert stopped is not None
    for index, text in ((int(plain[:stopped, 2].argmin()), "best"), (stopped, "stop")):
        above.axvline(EVERY * (index + 1), color=MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
        above.text(EVERY * (index + 1) + 2, 2.35, text, color=INK, va="top")
    above.legend(loc="center right", bbox_to_anchor=(1, 0.42))
    _curves(below, train(dropout=0.5, decay=0.5, shift=True), "dropout, weight decay, shifts")
    below.set_xlabel("step")
    return figure


# ---------------------------------------------------------------- bias and variance

DEGREES = range(10)


@cache
def _polynomials() -> tuple[np.ndarray, np.ndarray, dict[int, np.ndarray]]:
    """Test points, truth, and for each degree the fits to 200 noisy samples of 20 points."""
    rng = np.random.default_rng(1)
    x, t = np.linspace(0, 1, 20), np.linspace(0, 1, 81)
    samples = np.sin(2 * np.pi * x) + rng.normal(scale=0.4, size=(200, 20))
    fit = np.polynomial.Polynomial.fit
    return t, np.sin(2 * np.pi * t), {d: np.array([fit(x, y, d)(t) for y in samples]) for d in DEGREES}


def fits() -> Figure:
    """Twenty fits each of a line, a cubic, and a polynomial of degree 9."""
    figure, grid = canvas(height=210, ncols=3, sharey=True)
    t, truth, models = _polynomials()
    for axes, degree in zip(grid, (1, 3, 9), strict=True):
        axes.plot(t, models[degree][:20].T, color=ACCENT1, linewidth=0.8, alpha=0.4)
        axes.plot(t, truth, color=ACCENT2, linewidth=2.4)
        axes.set_title(f"degree {degree}")
        axes.set_ylim(-2.1, 2.1)
        axes.set_xticks([])
    return figure


def decomposition() -> Figure:
    """bias² falls with the degree, variance rises, their sum has a minimum."""
    figure, axes = canvas(height=270)
    _, truth, models = _polynomials()
    parts = np.array([bias_variance(models[degree], truth) for degree in DEGREES])
    axes.plot(DEGREES, parts[:, 0], color=ACCENT1, marker="o", label="bias²")
    axes.plot(DEGREES, parts[:, 1], color=ACCENT3, marker="s", label="variance")
    axes.plot(DEGREES, parts.sum(axis=1), color=ACCENT2, marker="^", linestyle=(0, (5, 3)), label="sum")
    axes.set_xlabel("degree of the polynomial")
    axes.set_ylabel("error against the truth")
    axes.set_ylim(0, 0.55)
    axes.set_xticks(list(DEGREES))
    axes.grid(axis="y")
    axes.legend()
    return figure


SIZES = (2, 4, 8, 12, 16, 20, 25, 30, 34, 37, 40, 43, 47, 55, 70, 100, 150, 250, 400)


def double_descent() -> Figure:
    """Test error over the number of random features, with 40 training rows, with and without L2."""
    figure, axes = canvas(height=280)
    errors = {0.0: np.zeros((9, len(SIZES))), 0.01: np.zeros((9, len(SIZES)))}
    for run in range(9):
        rng = np.random.default_rng(run)
        truth, x = rng.normal(size=10) / 10**0.5, rng.normal(size=(1040, 10))
        y = x @ truth + rng.normal(scale=0.3, size=1040)
        for column, size in enumerate(SIZES):
            features = np.maximum(x @ rng.normal(size=(10, size)), 0) / size**0.5
            for lam, error in errors.items():
                w = ridge(features[:40], y[:40], lam) if lam else min_norm_fit(features[:40], y[:40])
                error[run, column] = ((features[40:] @ w - y[40:]) ** 2).mean()
    axes.plot(SIZES, np.median(errors[0.0], axis=0), color=ACCENT5, label="no penalty")
    axes.plot(SIZES, np.median(errors[0.01], axis=0), color=ACCENT1, label="L2 penalty")
    axes.axvline(40, color=MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.text(44, 30, "40 rows", color=INK)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.03, 90)
    axes.set_xticks([2, 10, 40, 100, 400], ["2", "10", "40", "100", "400"])
    axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.minorticks_off()
    axes.set_xlabel("features")
    axes.set_ylabel("test error")
    axes.legend(loc="lower left")
    return figure


# ---------------------------------------------------------------- L1 and L2


def shrinkage() -> Figure:
    """What one step of each penalty makes of a weight."""
    figure, axes = canvas(height=270)
    w = np.linspace(-2, 2, 401)
    axes.plot(w, w, color=MUTED, linewidth=1.2, linestyle=(0, (1, 2)), label="no penalty")
    axes.plot(w, w / 1.5, color=ACCENT2, label="L2: w / (1 + λ)")
    axes.plot(w, soft_threshold(w, 0.5), color=ACCENT1, label="L1: soft threshold")
    axes.set_xlabel("weight before, λ = 0.5")
    axes.set_ylabel("after")
    axes.grid()
    axes.legend(loc="upper left")
    axes.set_ylim(-2, 2.9)
    return figure


@cache
def _regression() -> tuple[np.ndarray, np.ndarray]:
    """101 rows, 19 features, of which the first three matter."""
    rng = np.random.default_rng(11)
    x = rng.normal(size=(101, 19))
    return x, x @ np.r_[2.0, -1.5, 1.0, np.zeros(16)] + rng.normal(scale=0.5, size=101)


def paths() -> Figure:
    """The weights over the strength of the penalty."""
    figure, grid = canvas(height=300, ncols=2, sharey=True)
    x, y = _regression()
    strengths = np.geomspace(0.01, 3, 41)
    for axes, name, fit in (
        (grid[0], "L1 (lasso)", lambda lam: lasso_proximal(x, y, lam, 150)),
        (grid[1], "L2 (ridge)", lambda lam: ridge(x, y, lam)),
    ):
        weights = np.array([fit(lam) for lam in strengths])
        axes.plot(strengths, weights[:, 3:], color=MUTED, linewidth=1, alpha=0.7)
        for column, color in enumerate((ACCENT1, ACCENT2, ACCENT3)):
            axes.plot(strengths, weights[:, column], color=color)
        axes.set_xscale("log")
        axes.set_xticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        axes.minorticks_off()
        axes.set_title(name)
        axes.set_xlabel("λ")
        axes.grid()
    grid[0].set_ylabel("weight")
    return figure


# ---------------------------------------------------------------- dropout


def expectation() -> Figure:
    """The mean and the spread of a sum of 20 units, over many draws of noise, in training and at test time."""
    figure, (above, below) = canvas(height=330, nrows=2, sharex=True)
    rng = np.random.default_rng(0)
    x = np.abs(rng.normal(size=20))
    u = rng.random((4000, 20))
    rows = np.broadcast_to(x, u.shape)
    for axes, name, variant in (
        (above, "inverted: divide in training", dropout),
        (below, "classic: multiply at test time", dropout_classic),
    ):
        sums = variant(rows, u, 0.5).sum(axis=1)
        axes.hist(sums, bins=np.arange(0, 36, 1), color=ACCENT1, alpha=0.45)
        axes.axvline(sums.mean(), color=ACCENT1, label="mean in training")
        test = variant(x, u[0], 0.5, training=False).sum()
        axes.axvline(test, color=ACCENT2, linestyle=(0, (4, 4)), linewidth=2.6, label="at test time")
        axes.axvline(x.sum(), color=ACCENT4, linewidth=1.2, label="without dropout")
        axes.set_title(name, loc="left")
        axes.set_yticks([])
    below.legend(loc="upper right", bbox_to_anchor=(1, 0.95))
    below.set_xlabel("sum of 20 units, p = 0.5")
    below.set_xlim(0, 34)
    return figure
