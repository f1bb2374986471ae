"""Dropout, inverted and classic, and DropPath, with the noise as an argument.

Source: dropout is Srivastava et al. 2014 (JMLR 15), sections 4 and 10; dropping whole branches is arXiv 1603.09382
(stochastic depth), section 3. The penalty of a linear model is section 9.1 of the first, and arXiv 1307.1493.

Differs:
- ``p`` is the probability of *dropping*, as in PyTorch. In the paper, and in TensorFlow 1, it is that of keeping.
- ``dropout`` scales in training; the paper scales the weights at test time, which is ``dropout_classic``.
- ``drop_path`` scales in training too, as timm does; the stochastic-depth paper scales at test time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.training.overfitting import _floats

__all__ = ["drop_path", "dropout", "dropout_classic", "dropout_penalty"]


def dropout(x: ArrayLike, u: ArrayLike, p: float, training: bool = True) -> np.ndarray:
    """Inverted dropout: what survives is divided by 1 - p, so that the mean stays x and nothing is left to do later.

    Args:
        x: floats of any shape.
        u: uniform noise in [0, 1), of x's shape; an element survives where u >= p.
        p: probability of dropping, in [0, 1].
        training: False gives x itself.

    Returns:
        Like x; zeros for p = 1.

    Raises:
        ValueError: shapes differ, or p is no probability.
    """
    x, survives = _survives(x, u, p)
    if not training:
        return x
    # Only what survives is divided, so p = 1 divides nothing by 0.
    scaled: np.ndarray = np.divide(x, 1 - float(p), out=np.zeros_like(x), where=survives)
    return scaled


def dropout_classic(x: ArrayLike, u: ArrayLike, p: float, training: bool = True) -> np.ndarray:
    """Classic dropout: zeros in training, a factor of 1 - p at test time. Arguments as for ``dropout``."""
    x, survives = _survives(x, u, p)
    kept: np.ndarray = np.where(survives, x, 0) if training else x * (1 - float(p))
    return kept


def drop_path(x: ArrayLike, u: ArrayLike, p: float, training: bool = True) -> np.ndarray:
    """DropPath (stochastic depth): a residual branch survives or is dropped as a whole, sample by sample.

    Args:
        x: (N, ...), the branch's output before it is added to the skip.
        u: (N,) uniform noise in [0, 1).
        p: probability of dropping, in [0, 1].
        training: False gives x itself.

    Returns:
        Like x.

    Raises:
        ValueError: u is not one number for each sample, or p is no probability.
    """
    x, u = _floats(x), np.asarray(u)
    if u.shape != x.shape[:1]:
        raise ValueError(f"u has shape {u.shape}, expected {x.shape[:1]}: one number for each sample")
    u = u.reshape(-1, *[1] * (x.ndim - 1))  # (N, 1, ..., 1)
    return dropout(x, np.broadcast_to(u, x.shape), p, training)


def dropout_penalty(x: ArrayLike, w: ArrayLike, p: float) -> float:
    """What dropout on the inputs of least squares adds to the mean squared error, on average: an L2 penalty by scale.

    Args:
        x: (N, D).
        w: (D,).
        p: probability of dropping, below 1.

    Returns:
        p / (1 - p) * sum_j w_j² mean_i x_ij².
    """
    x, w = _floats(x), _floats(w)
    return float(p / (1 - p) * (w**2 * (x**2).mean(axis=0)).sum())


def _survives(x: ArrayLike, u: ArrayLike, p: float) -> tuple[np.ndarray, np.ndarray]:
    """x as floats, and where it survives."""
    x, u = _floats(x), np.asarray(u)
    if u.shape != x.shape:
        raise ValueError(f"u has shape {u.shape}, expected {x.shape}: one number for each element of x")
    if not 0 <= p <= 1:
        raise ValueError(f"p is {p}, expected a probability in [0, 1] (percent by mistake?)")
    return x, u >= p
