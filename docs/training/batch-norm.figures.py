"""The figures of the page on batch norm."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, ACCENT5, INK, MUTED, canvas
from kb.training.batch_norm import batch_norm, batch_statistics, update_running

ONE, ZERO = np.ones(1), np.zeros(1)


def distribution() -> Figure:
    """A skewed channel before and after: the axis changes, the shape does not."""
    x = np.random.default_rng(5).gamma(2.0, 1.5, size=(20_000, 1)) + 4
    y = batch_norm(x, ONE, ZERO, ZERO, ONE, training=True)[0]
    figure, (before, after) = canvas(height=420, nrows=2)
    skew = float((y**3).mean())
    for axes, values, color in ((before, x, MUTED), (after, y, ACCENT1)):
        axes.hist(values.ravel(), bins=60, color=color, alpha=0.75)
        axes.set_yticks([])
        axes.axvline(values.mean(), color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
    before.set_title(f"input: mean {x.mean():.1f}, std {x.std():.1f}, skewness {skew:.1f}")
    after.set_title(f"normalized: mean 0, std 1, skewness {skew:.1f}")
    return figure


COUNTS = 2 ** np.arange(1, 13)


def _errors(count: int, channels: int = 4000) -> tuple[float, float]:
    """Root mean square error of mean and standard deviation of ``count`` normal values, in standard deviations."""
    x = np.random.default_rng(count).standard_normal((count, channels))
    mean, var, _ = batch_statistics(x)
    return float(np.sqrt(np.mean(mean**2))), float(np.sqrt(np.mean((np.sqrt(var) - 1) ** 2)))


def batch_size() -> Figure:
    """How wrong mean and standard deviation of a batch are, against the number of values per channel."""
    figure, axes = canvas(height=330)
    of_mean, of_std = np.array([_errors(int(count)) for count in COUNTS]).T
    axes.plot(COUNTS, of_mean, color=ACCENT1, marker="o", markersize=4, label="mean")
    axes.plot(COUNTS, of_std, color=ACCENT2, marker="o", markersize=4, label="standard deviation")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks([2, 16, 128, 1024], ["2", "16", "128", "1024"])
    axes.set_yticks([0.01, 0.1, 1], ["1 %", "10 %", "100 %"])
    axes.grid(axis="y")
    axes.set_xlabel("independent values per channel")
    axes.set_ylabel("typical error, in σ")
    axes.legend(loc="lower left")
    return figure


STEPS = 160


def _channel(steps: int = STEPS, size: int = 16) -> np.ndarray:
    """(steps, size) values of a channel whose mean drifts while the network learns, then stays."""
    rng = np.random.default_rng(11)
    center = 3 - 3 * np.exp(-np.arange(steps) / 25)
    return center[:, None] + rng.normal(scale=2.0, size=(steps, size))


def running() -> Figure:
    """Means of the batches and their running averages with two momenta."""
    batches = _channel()
    means = np.array([batch_statistics(batch[:, None])[0][0] for batch in batches])
    figure, axes = canvas(height=330)
    axes.plot(means, ".", color=MUTED, alpha=0.6, label="mean of the batch")
    for momentum, color in ((0.1, ACCENT1), (0.01, ACCENT5)):
        value, path = np.zeros(1), []
        for mean in means:
            value = update_running(value, [mean], momentum)
            path.append(value[0])
        axes.plot(path, color=color, label=f"running mean, momentum {momentum}")
    axes.plot(
        3 - 3 * np.exp(-np.arange(STEPS) / 25), color=INK, linewidth=1.2, linestyle=(0, (4, 3)), label="truth"
    )
    axes.set_xlabel("step")
    axes.set_ylabel("mean of one channel")
    axes.set_ylim(-1.2, 4.6)
    axes.legend(loc="lower right", fontsize=12)
    return figure


def one_input() -> Figure:
    """The outputs of one and the same input in training, in batches of several sizes, and in evaluation."""
    rng = np.random.default_rng(17)
    figure, axes = canvas(height=330)
    sizes, fixed = (2, 4, 8, 16, 32, 64), 1.0
    for place, size in enumerate(sizes):
        companions = rng.standard_normal((size, 300))
        companions[0] = fixed
        y = batch_norm(companions, np.ones(300), np.zeros(300), np.zeros(300), np.ones(300), training=True)[
            0
        ][0]
        axes.plot(place + rng.uniform(-0.28, 0.28, 300), y, ".", color=ACCENT1, markersize=3, alpha=0.5)
    value = batch_norm([[fixed]], ONE, ZERO, ZERO, ONE, training=False)[0][0, 0]
    axes.axhline(value, color=ACCENT3, label="in evaluation")
    axes.set_xticks(range(len(sizes)), [str(size) for size in sizes])
    axes.set_xlabel("values per channel in the batch")
    axes.set_ylabel("output for the input 1")
    axes.legend(loc="lower right")
    return figure
