"""L1 and L2 penalties on a linear model, and label smoothing.

Source: the lasso is Tibshirani 1996; its proximal steps (ISTA) are Beck and Teboulle 2009, section 1; ridge
regression is Hoerl and Kennard 1970; label smoothing is arXiv 1512.00567, section 7.

Differs:
- The data term is half of the *mean* squared error, so that ``lam`` does not depend on the number of rows.
  scikit-learn's ``Lasso`` has the same convention, its ``Ridge`` sums: there ``alpha`` is N times our ``lam``.
- No intercept: center x and y first. An intercept should not be penalized.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["lasso_proximal", "lasso_subgradient", "ridge", "smooth_labels", "smoothed_gap", "soft_threshold"]


def soft_threshold(w: ArrayLike, lam: float) -> np.ndarray:
    """The proximal step of lam * |w|: every weight moves by lam towards 0, and stays there.

    It is the minimum over z of (z - w)² / 2 + lam * |z|, element by element.

    Args:
        w: floats of any shape.
        lam: at least 0; step size times strength of the penalty.

    Returns:
        Like w, exactly 0 where |w| <= lam.

    Raises:
        ValueError: lam is negative, which would push weights away from 0.
    """
    w = _floats(w)
    if lam < 0:
        raise ValueError(f"lam is {lam}, expected at least 0 (the sign of a gradient step by mistake?)")
    shrunk: np.ndarray = np.sign(w) * np.maximum(np.abs(w) - float(lam), 0)
    return shrunk


def lasso_proximal(x: ArrayLike, y: ArrayLike, lam: float, steps: int) -> np.ndarray:
    """Minimize |y - x w|² / (2 N) + lam * |w|₁: a gradient step on the first term, the proximal step of the second.

    Args:
        x: (N, D).
        y: (N,).
        lam: at least 0.
        steps: how many, from w = 0.

    Returns:
        (D,) with exact zeros.

    Raises:
        ValueError: x and y do not belong together, or lam is negative.
    """
    x, y = _regression(x, y)
    rate = float(len(x) / np.linalg.norm(x, 2) ** 2)  # 1 / the largest curvature: no step overshoots
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        w = soft_threshold(w - rate * x.T @ (x @ w - y) / len(x), rate * lam)
    return w


def lasso_subgradient(x: ArrayLike, y: ArrayLike, lam: float, steps: int) -> np.ndarray:
    """The same objective by plain subgradient steps, as an optimizer takes them with lam * |w|.sum() in the loss.

    Near 0 the penalty pushes by lam from either side, so weights tremble around 0 and do not become 0.

    Args:
        x: (N, D).
        y: (N,).
        lam: at least 0.
        steps: how many, from w = 0.

    Returns:
        (D,).

    Raises:
        ValueError: x and y do not belong together.
    """
    x, y = _regression(x, y)
    rate = len(x) / np.linalg.norm(x, 2) ** 2
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        w = w - rate * (x.T @ (x @ w - y) / len(x) + lam * np.sign(w))
    return w


def ridge(x: ArrayLike, y: ArrayLike, lam: float) -> np.ndarray:
    """Minimize |y - x w|² / (2 N) + lam / 2 * |w|²; every weight shrinks, none becomes 0.

    Args:
        x: (N, D).
        y: (N,).
        lam: above 0, or 0 where x has full column rank.

    Returns:
        (D,).

    Raises:
        ValueError: x and y do not belong together.
    """
    x, y = _regression(x, y)
    return np.linalg.solve(x.T @ x / len(x) + lam * np.eye(x.shape[1]), x.T @ y / len(x))


def smooth_labels(one_hot: ArrayLike, epsilon: float) -> np.ndarray:
    """Targets that keep 1 - epsilon and spread epsilon over *all* K classes, the right one included, as in PyTorch.

    Args:
        one_hot: (N, K).
        epsilon: in [0, 1].

    Returns:
        (N, K); rows sum to 1.

    Raises:
        ValueError: epsilon is out of range.
    """
    one_hot = _floats(one_hot)
    if not 0 <= epsilon <= 1:
        raise ValueError(f"epsilon is {epsilon}, expected a share in [0, 1] (percent by mistake?)")
    smoothed: np.ndarray = one_hot * (1 - epsilon) + epsilon / one_hot.shape[-1]
    return smoothed


def smoothed_gap(epsilon: float, classes: int) -> float:
    """How far the right logit is above the others where the smoothed cross-entropy is smallest."""
    if epsilon == 0:
        return float("inf")
    high, low = smooth_labels(np.eye(classes)[0], epsilon)[:2]
    return float(np.log(high / low))


def _floats(values: ArrayLike) -> np.ndarray:
    """An array of floats; integers become float64."""
    array = np.asarray(values)
    return array if np.issubdtype(array.dtype, np.floating) else array.astype(np.float64)


def _regression(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """(N, D) and (N,) in float64."""
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise ValueError(f"x has shape {x.shape} and y {y.shape}, expected (N, D) and (N,)")
    return x, y
