"""The inception score of generated images, from the probabilities of a classifier.

Source: arXiv 1606.03498, section 4.

Differs:
- One value for all rows; the paper's code averages over ten splits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["inception_score"]


def inception_score(probs: ArrayLike) -> float:
    """exp of the mean KL(p(y|x) || p(y)): clear images of many classes score high.

    Args:
        probs: (N, K), each row a classifier's distribution for one generated image.

    Returns:
        In [1, K]: K for rows that are sure and spread evenly over the classes, 1 for rows that are all equal.

    Raises:
        ValueError: no rows, or a row that does not sum to 1 (logits by mistake?).
    """
    probs = np.asarray(probs, dtype=np.float64)
    if probs.ndim != 2 or not len(probs) or not np.allclose(probs.sum(axis=1), 1):
        raise ValueError(
            f"found shape {probs.shape}, expected (N, K) rows that sum to 1 (logits by mistake?)"
        )
    marginal = np.broadcast_to(probs.mean(axis=0), probs.shape)
    ratio = np.divide(probs, marginal, out=np.ones_like(probs), where=probs > 0)  # 0 log 0 is 0
    return float(np.exp((probs * np.log(ratio)).sum(axis=1).mean()))
