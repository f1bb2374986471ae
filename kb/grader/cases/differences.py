"""Expected gradients, by central differences of a float64 reference: no algebra that an answer could share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from kb.grader.cases.solution import Solution

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


def gradient_agrees(
    solution: Solution,
    reference: Callable[..., Any],
    rng: np.random.Generator,
    *arguments: Any,
    wrt: tuple[int, ...] = (0,),
    of: int | None = None,
    **named: Any,
) -> None:
    """Compare the gradient of a randomly weighted sum of the result with that of the reference.

    Args:
        solution: an answer written in PyTorch; use this in tests marked ``gradient``.
        reference: takes the same arguments, with floats as float64; smooth near them in those of ``wrt``.
        rng: draws the weights of the sum.
        arguments: of the call, as are ``named``.
        wrt: the numbers of the arguments in which the gradient is compared.
        of: picks one of several results.

    Raises:
        Failure: no gradient comes back, or another one.
    """
    exact = [in_float64(value) for value in arguments]

    def result(place: int, value: Any) -> np.ndarray:
        found = reference(*exact[:place], value, *exact[place + 1 :], **named)
        return np.asarray(found if of is None else found[of])

    cotangent = rng.normal(size=result(0, exact[0]).shape)
    expected = tuple(
        numerical_gradient(lambda value, place=place: result(place, value), exact[place], cotangent)  # type: ignore[misc]
        for place in wrt
    )
    solution.gradient(*arguments, cotangent=cotangent, of=of, wrt=wrt, **named).close(expected)


def in_float64(value: Any) -> Any:
    """An array of floats in full precision; anything else as it is."""
    floats = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return value.astype(np.float64) if floats else value
