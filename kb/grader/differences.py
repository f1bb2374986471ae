"""Expected gradients, by central differences of a float64 reference: no algebra that an answer could share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

STEP = 6e-6  # about the cube root of the float64 epsilon, where truncation and rounding errors meet


def numerical_gradient(
    function: Callable[[np.ndarray], np.ndarray], at: np.ndarray, cotangent: np.ndarray
) -> np.ndarray:
    """The gradient of ``sum(cotangent * function(x))`` at ``x = at``.

    Args:
        function: smooth near ``at``; takes and gives float64.
        at: any shape; converted to float64.
        cotangent: the shape of the function's result. Not constant: the sum of a softmax has no gradient.

    Returns:
        The shape of ``at``, with an error of about 1e-9 for values near 1.
    """
    point = np.asarray(at, dtype=np.float64)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        step = STEP * max(1.0, abs(float(point[index])))
        ahead, behind = point.copy(), point.copy()
        ahead[index] += step
        behind[index] -= step
        rise = np.sum(cotangent * (function(ahead) - function(behind)))
        gradient[index] = rise / (ahead[index] - behind[index])
    return gradient
