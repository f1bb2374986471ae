"""A well-known function of the expected value, or a constant more or less."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind, of_values
from kb.grader.advice.difference.pair import Pair
from kb.grader.compare.describe import number

FUNCTIONS: dict[str, tuple[str, Callable[[np.ndarray], np.ndarray]]] = {
    "complement": ("1 minus the expected value", lambda x: 1 - x),
    "reciprocal": ("1 divided by the expected value", lambda x: 1 / x),
    "squared": ("the square of the expected value", np.square),
    "square root": ("the square root of the expected value", np.sqrt),
    "exponential": ("the exponential of the expected value", np.exp),
    "logarithm": ("the logarithm of the expected value", np.log),
    "negative logarithm": ("the negative logarithm of the expected value", lambda x: -np.log(x)),
    "absolute value": ("the absolute value of the expected value", np.abs),
    "exponential of the negative": ("exp(-x) of the expected value x", lambda x: np.exp(-x)),
    "complement of half": ("(1 - x) / 2 of the expected value x", lambda x: (1 - x) / 2),
}


def propose(pair: Pair) -> Iterator[Kind]:
    for name, (text, function) in FUNCTIONS.items():
        yield of_values(name, text, function)
    yield from _offset(pair)


def _offset(pair: Pair) -> Iterator[Kind]:
    if not (pair.real and pair.same_shape):
        return
    came, wanted = pair.got.astype(np.float64), pair.expected.astype(np.float64)
    known = np.isfinite(came) & np.isfinite(wanted)
    if not known.any():
        return
    by = float((came - wanted)[known][0])
    near = round(by) if abs(by - round(by)) < 1e-9 * max(1.0, abs(by)) else by
    if near:
        text = f"the expected value {'plus' if near > 0 else 'minus'} {number(abs(near))}"
        yield of_values("offset", text, lambda x: x + near, fitted=1)
