"""Self-information, entropy, cross-entropy and the Kullback-Leibler divergence of discrete distributions, in nats.

Source: Shannon, A Mathematical Theory of Communication, 1948; Kullback and Leibler, 1951.

Differs:
- 0 log 0 is 0, its limit.
- ``kl_div_reduced`` has the reductions of ``torch.nn.functional.kl_div``, of which "mean" is no divergence.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["cross_entropy", "entropy", "information", "kl_div_reduced", "kl_divergence"]


def information(p: ArrayLike) -> np.ndarray:
    """-log p: how surprising an event of this probability is."""
    with np.errstate(divide="ignore"):  # an impossible event is infinitely surprising
        return -np.log(np.asarray(p, dtype=np.float64))


def cross_entropy(p: ArrayLike, q: ArrayLike) -> np.ndarray:
    """-sum p log q over the last axis: entropy(p) + kl_divergence(p, q), so never below entropy(p)."""
    p, surprise = np.asarray(p, dtype=np.float64), information(q)
    return np.multiply(p, surprise, out=np.zeros(np.broadcast(p, surprise).shape), where=p > 0).sum(axis=-1)


def entropy(p: ArrayLike) -> np.ndarray:
    """The mean information over the last axis; 0 for a sure event, log K for K equal ones."""
    return cross_entropy(p, p)


def kl_divergence(p: ArrayLike, q: ArrayLike) -> np.ndarray:
    """sum p log(p / q) over the last axis, at least 0; infinite where q rules out what p allows."""
    return cross_entropy(p, q) - entropy(p)


def kl_div_reduced(log_q: ArrayLike, p: ArrayLike, reduction: str = "mean") -> float:
    """What ``F.kl_div(log_q, p, reduction=...)`` gives.

    Args:
        log_q: (N, K) logarithms of the model's probabilities.
        p: (N, K) probabilities of the target.
        reduction: "batchmean" divides the sum by N, which is the mean divergence; "mean" divides by N * K;
            "sum" does not divide.

    Raises:
        ValueError: another reduction.
    """
    log_q, p = np.asarray(log_q, dtype=np.float64), np.asarray(p, dtype=np.float64)
    divisors = {"batchmean": len(p), "mean": p.size, "sum": 1}
    if reduction not in divisors:
        raise ValueError(f"reduction is {reduction!r}, expected one of {', '.join(divisors)}")
    terms = p * (-information(np.where(p > 0, p, 1)) - log_q)
    return float(terms.sum() / divisors[reduction])
