"""Softmax, log-softmax and log-sum-exp that neither overflow nor lose small numbers, and softmax backward.

Source: the shifted formulas of arXiv 1909.03469 (Blanchard, Higham and Higham), section 1.

Differs:
- Slices along any axis of any array, where the paper has one vector.
- ``log_softmax`` takes the logarithm of the sum from x - max(x), not from x: see the comment there.
- A slice of only ``-inf`` is no distribution: softmax and log-softmax of it are NaN, its log-sum-exp is
  ``-inf``. So is a ``+inf`` (NaN, NaN, ``+inf``). NaN stays NaN. PyTorch decides all of these alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["log_softmax", "logsumexp", "softmax", "softmax_backward"]


def softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """exp(x) / sum(exp(x)) along ``axis``.

    Args:
        x: any shape, finite or ``-inf``.
        axis: along which the result sums to 1.

    Returns:
        Like x, in [0, 1]; 0 where x is ``-inf``.

    Raises:
        ValueError: x has no such axis.
    """
    exps = np.exp(_shifted(x, axis))  # in [0, 1], and one of them is 1: no overflow, no division by 0
    return exps / exps.sum(axis=axis, keepdims=True)


def log_softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """log(softmax(x)) along ``axis``, exact also where softmax is too small for a float.

    Args:
        x: any shape, finite or ``-inf``.
        axis: along which the exponentials of the result sum to 1.

    Returns:
        Like x, at most 0; ``-inf`` where x is ``-inf``.

    Raises:
        ValueError: x has no such axis.
    """
    shifted = _shifted(x, axis)
    # x - logsumexp(x) is the same on paper. In float32 at 10,000 it rounds the result to thousandths,
    # because logsumexp(x) is large there; the logarithm below is at most that of the number of entries.
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def logsumexp(x: ArrayLike, axis: int = -1) -> np.ndarray:
    """log(sum(exp(x))) along ``axis``.

    Args:
        x: any shape.
        axis: the axis that is summed over and goes.

    Returns:
        x's shape without ``axis``; at least the maximum.

    Raises:
        ValueError: x has no such axis.
    """
    x = _as_float(x)
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isinf(top), 0, top)  # nothing to shift: inf - inf would be NaN
    with np.errstate(divide="ignore", over="ignore"):  # log(0) is -inf, and here that is the answer
        total = np.log(np.exp(x - top).sum(axis=axis, keepdims=True))
    return np.squeeze(top + total, axis=axis)


def softmax_backward(dy: ArrayLike, y: ArrayLike, axis: int = -1) -> np.ndarray:
    """Gradient in x of a loss whose gradient in ``y = softmax(x)`` is ``dy``.

    The Jacobian diag(y) - y yᵀ is never built: its product with dy is y * (dy - <dy, y>).

    Args:
        dy: like y.
        y: what ``softmax`` returned.
        axis: the axis of that softmax.

    Returns:
        Like y; it sums to 0 along ``axis``, since adding a constant to x changes nothing.

    Raises:
        ValueError: dy and y differ in shape.
    """
    dy, y = _as_float(dy), _as_float(y)
    if dy.shape != y.shape:
        raise ValueError(f"dy has shape {dy.shape} and y {y.shape}, expected the same")
    return y * (dy - (dy * y).sum(axis=axis, keepdims=True))


def _as_float(x: ArrayLike) -> np.ndarray:
    """Floats keep their dtype, integers become float64."""
    x = np.asarray(x)
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)


def _shifted(x: ArrayLike, axis: int) -> np.ndarray:
    """x - max(x) along ``axis``: softmax does not see the difference, exp does."""
    x = _as_float(x)
    with np.errstate(invalid="ignore"):  # a slice of only -inf, or with +inf, turns into NaN
        return x - x.max(axis=axis, keepdims=True)
