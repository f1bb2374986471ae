"""A constant times the expected value, or a number of the shape: a sum for a mean, degrees for radians, a sign."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind, of_values
from kb.grader.advice.difference.pair import Pair
from kb.grader.compare.describe import number

KNOWN = {
    -1.0: "the expected value with the opposite sign",
    0.5: "half of the expected value",
    2.0: "2 times the expected value",
    -2.0: "-2 times the expected value",
    math.pi / 180: "π/180 times the expected value (degrees or radians)",
    180 / math.pi: "180/π times the expected value (degrees or radians)",
    math.log(2): "ln 2 times the expected value (another base of the logarithm)",
    1 / math.log(2): "1 / ln 2 times the expected value (a logarithm to the base 2)",
    1 / math.log(10): "1 / ln 10 times the expected value (a logarithm to the base 10)",
    math.log(10): "ln 10 times the expected value (another base of the logarithm)",
    math.pi: "π times the expected value",
    2 * math.pi: "2π times the expected value",
    math.sqrt(2): "√2 times the expected value",
    math.sqrt(0.5): "1/√2 times the expected value",
}
SIZES: dict[str, Callable[[float], float]] = {
    "{n} times the expected value": lambda n: n,
    "1/{n} of the expected value": lambda n: 1 / n,
    "√{n} times the expected value": math.sqrt,
    "1/√{n} times the expected value": lambda n: 1 / math.sqrt(n),
    "{n} / ({n} - 1) times the expected value": lambda n: n / (n - 1),
    "({n} - 1) / {n} times the expected value": lambda n: (n - 1) / n,
}


def propose(pair: Pair) -> Iterator[Kind]:
    factor = _factor(pair)
    if factor is None:
        return
    known = next((k for k in KNOWN if math.isclose(k, factor, rel_tol=1e-6)), None)
    exact = factor if known is None else known
    text = f"{number(factor)} times the expected value" if known is None else KNOWN[known]
    name = "sign" if known == -1 else "scaled"
    yield of_values(name, text, lambda x: exact * x, fitted=int(known is None))
    yield from _by_a_size(pair, factor)


def _factor(pair: Pair) -> float | None:
    if not (pair.real and pair.same_shape):
        return None
    wanted, came = pair.expected.astype(np.float64), pair.got.astype(np.float64)
    known = np.isfinite(wanted) & np.isfinite(came) & (wanted != 0)
    if not known.any():
        return None
    largest = np.argmax(np.where(known, np.abs(wanted), 0))
    factor = float(came.flat[largest] / wanted.flat[largest])
    return factor if math.isfinite(factor) and abs(factor) > 1e-9 and abs(factor - 1) > 1e-6 else None


def _by_a_size(pair: Pair, factor: float) -> Iterator[Kind]:
    """A factor that differs from call to call: the length of an axis of the first array."""
    shape = _shape(pair)
    for axis, length in enumerate(shape):
        for text, size in SIZES.items():
            if length < 2 or not math.isclose(size(length), factor, rel_tol=1e-6):
                continue

            def holds(
                other: Pair, axis: int = axis, size: Callable[[float], float] = size, rank: int = len(shape)
            ) -> bool:
                there = _shape(other)
                if len(there) != rank or there[axis] < 2 or not other.real:
                    return False
                return other.agrees(size(there[axis]) * other.expected.astype(np.float64))

            n = f"N, where N is the length of axis {axis} of the first array,"
            described = text.replace("{n}", n, 1).replace("{n}", "N")
            yield Kind("scaled", described, holds, fitted=1, pointwise=True)


def _shape(pair: Pair) -> tuple[int, ...]:
    """Of the first array that the call was given."""
    given = [] if pair.call is None else pair.call.values
    return next((value.shape for value in given if isinstance(value, np.ndarray)), ())
