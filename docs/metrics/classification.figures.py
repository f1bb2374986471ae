"""The figures of the page on the metrics of classification."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from kb.metrics.classification import f_beta
from kb.metrics.classification_roc import roc_auc, roc_curve
from kb.metrics.detection import average_precision, precision_recall
from kb.site.figures.style import ACCENT1, ACCENT2, ACCENT3, INK, MUTED, canvas


def _scores(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """200 positives around 1.5 and 200 negatives around 0, both with the same spread."""
    rng = np.random.default_rng(seed)
    target = np.repeat([1, 0], 200)
    return target, rng.normal(size=400) + 1.5 * target


def imbalance() -> Figure:
    """The same scores, with every negative once and fifty times."""
    figure, (roc, curve) = canvas(height=620, nrows=2)
    target, score = _scores()
    for copies, color, style in ((1, ACCENT1, "-"), (50, ACCENT2, (0, (5, 3)))):
        count = np.where(target == 1, 1, copies)
        truth, value = np.repeat(target, count), np.repeat(score, count)
        name = f"1 : {copies}"
        fpr, tpr = roc_curve(truth, value)
        roc.plot(fpr, tpr, color=color, linestyle=style, label=f"{name}, area {roc_auc(truth, value):.3f}")
        precision, recall = precision_recall(truth == 1, value, 200)
        ap = average_precision(truth == 1, value, 200, "area")
        curve.plot(recall, precision, color=color, linestyle=style, label=f"{name}, AP {ap:.3f}")
        curve.axhline(1 / (1 + copies), color=color, linewidth=1, alpha=0.5)
    roc.plot([0, 1], [0, 1], color=MUTED, linewidth=1)
    roc.set_xlabel("false positive rate")
    roc.set_ylabel("true positive rate (recall)")
    curve.set_xlabel("recall")
    curve.set_ylabel("precision")
    curve.set_ylim(-0.02, 1.04)
    for axes in (roc, curve):
        axes.legend(loc="lower right" if axes is roc else "upper right")
    return figure


def threshold() -> Figure:
    """Precision, recall and F1 while the threshold moves, above the scores themselves."""
    figure, (seen, rates) = canvas(height=520, nrows=2, sharex=True)
    target, score = _scores()
    bins = np.linspace(-3, 5, 41)
    seen.hist(score[target == 0], bins, color=ACCENT2, alpha=0.45, label="negatives")
    seen.hist(score[target == 1], bins, color=ACCENT1, alpha=0.45, label="positives")
    seen.set_ylabel("count")
    seen.legend(loc="upper right")
    precision, recall = precision_recall(target == 1, score, 200)
    at = np.sort(score)[::-1]
    f1 = np.array([f_beta(p, r) for p, r in zip(precision, recall, strict=True)])
    for name, values, color in (
        ("precision", precision, ACCENT1),
        ("recall", recall, ACCENT2),
        ("F1", f1, ACCENT3),
    ):
        rates.plot(at, values, color=color, label=name)
    rates.axvline(at[f1.argmax()], color=INK, linewidth=1, alpha=0.5)
    rates.set_xlabel("threshold on the score")
    rates.set_ylim(0, 1.04)
    rates.legend(loc="lower left")
    rates.grid(axis="y")
    return figure
