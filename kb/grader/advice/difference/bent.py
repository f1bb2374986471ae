"""The expected value, rounded or clipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind, of_values
from kb.grader.advice.difference.pair import Pair
from kb.grader.compare.describe import number

MOST_DIGITS = 8


def propose(pair: Pair) -> Iterator[Kind]:
    if not (pair.real and pair.same_shape and pair.got.size):
        return
    # From the fewest digits on: what is rounded to 2 digits is also within the tolerance of 8.
    for digits in range(MOST_DIGITS + 1):
        places = f"{digits} decimal place{'s' * (digits != 1)}" if digits else "a whole number"

        def rounded(x: np.ndarray, digits: int = digits) -> np.ndarray:
            return np.round(x, digits)

        yield of_values("rounded", f"the expected value, rounded to {places}", rounded, fitted=1)
    yield of_values("rounded", "the expected value, rounded down to a whole number", np.floor)
    yield of_values("rounded", "the expected value, rounded up to a whole number", np.ceil)
    yield of_values("rounded", "the expected value without its fraction", np.trunc)
    yield from _clipped(pair)


def _clipped(pair: Pair) -> Iterator[Kind]:
    finite = pair.got[np.isfinite(pair.got)]
    if not finite.size:
        return
    low, high = float(finite.min()), float(finite.max())
    between = finite[(finite > low) & (finite < high)]
    if len(np.unique(between)) < 2:
        return  # all zeros are not clipped values
    ways: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        (f"the expected value, but never below {number(low)}", lambda x: np.maximum(x, low)),
        (f"the expected value, but never above {number(high)}", lambda x: np.minimum(x, high)),
        (f"the expected value, clipped to {number(low)} .. {number(high)}", lambda x: np.clip(x, low, high)),
    ]
    for text, function in ways:
        yield Kind("clipped", text, of_values("clipped", text, function).holds)
