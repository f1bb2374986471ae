"""L2 in the gradient against weight decay, for SGD and for Adam.

Source: arXiv 1711.05101 (AdamW), section 2, algorithms 1 and 2; Adam is arXiv 1412.6980, algorithm 1.

Differs:
- One function with both: ``l2`` is added to the gradient, ``decay`` shrinks the weight beside it. PyTorch's
  ``Adam(weight_decay=)`` is the first, ``AdamW`` the second.
- The decay is multiplied by the learning rate, as in PyTorch. In the paper it is multiplied by the schedule only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["adam", "sgd"]


def sgd(
    w: ArrayLike, gradients: ArrayLike, lr: float, l2: float = 0.0, decay: float = 0.0, momentum: float = 0.0
) -> np.ndarray:
    """The weights after a step for each row of ``gradients``.

    Args:
        w: (D,) at the start.
        gradients: (steps, D), of the data term.
        lr: learning rate.
        l2: lambda of the penalty lambda / 2 * |w|², added to the gradient.
        decay: the weight is multiplied by 1 - lr * decay beside the step.
        momentum: of the buffer.

    Returns:
        (D,).
    """
    weights = np.array(w, dtype=np.float64)
    buffer = np.zeros_like(weights)
    for gradient in np.asarray(gradients, dtype=np.float64):
        buffer = momentum * buffer + gradient + l2 * weights
        weights = (1 - lr * decay) * weights - lr * buffer
    return weights


def adam(
    w: ArrayLike,
    gradients: ArrayLike,
    lr: float,
    l2: float = 0.0,
    decay: float = 0.0,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> np.ndarray:
    """The weights after a step for each row of ``gradients``; arguments as for ``sgd``."""
    weights = np.array(w, dtype=np.float64)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step, given in enumerate(np.asarray(gradients, dtype=np.float64), start=1):
        gradient = (
            given + l2 * weights
        )  # from here on the penalty is divided by the size of the gradient, too
        mean = betas[0] * mean + (1 - betas[0]) * gradient
        square = betas[1] * square + (1 - betas[1]) * gradient**2
        unbiased, spread = mean / (1 - betas[0] ** step), square / (1 - betas[1] ** step)
        weights = (1 - lr * decay) * weights - lr * unbiased / (np.sqrt(spread) + eps)
    return weights
