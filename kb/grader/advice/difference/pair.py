"""One failing call as two arrays, the actual and the expected one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from kb.grader.compare.arrays import KINDS, as_array
from kb.grader.compare.check import measured_by
from kb.grader.compare.tolerance import Precision, tolerance
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call
from kb.grader.process.checked import Agrees, Evidence

MOST_VALUES = 1 << 18  # of one array; larger ones are not looked at


@dataclass(frozen=True)
class Pair:
    """What came and what was expected; the shapes may differ.

    Args:
        got: numbers or bools.
        expected: the same kind.
        relative: of what the case allows, as in ``kb.grader.compare.tolerance``.
        absolute: likewise.
        precision: of the inputs.
        call: that brought it.
        result: which of several results this is, and how many there are; None where there is one.
    """

    got: np.ndarray
    expected: np.ndarray
    relative: float = 0.0
    absolute: float = 0.0
    precision: Precision = "float64"
    call: Call | None = None
    result: tuple[int, int] | None = None

    @property
    def same_shape(self) -> bool:
        return self.got.shape == self.expected.shape

    @property
    def real(self) -> bool:
        """Whether both are floats or integers, not bools."""
        return self.got.dtype.kind in "fiu" and self.expected.dtype.kind in "fiu"

    def is_close(self, other: np.ndarray) -> np.ndarray:
        """Where the result equals ``other``, which has the same shape, within the tolerance of the case."""
        if self.got.dtype.kind != "f" and other.dtype.kind != "f":
            return np.asarray(self.got == other)
        with np.errstate(all="ignore"):
            close = np.isclose(self.got, other, rtol=self.relative, atol=self.absolute, equal_nan=True)
        return np.asarray(close)

    def agrees(self, other: np.ndarray) -> bool:
        """Whether the result equals ``other`` within the tolerance of the case."""
        return self.got.shape == other.shape and bool(self.is_close(other).all())

    @cached_property
    def wrong(self) -> np.ndarray:
        """Where the values differ; everywhere where the shapes do."""
        if not self.same_shape:
            return np.ones(self.got.shape, dtype=bool)
        return ~self.is_close(self.expected)


def pairs(failure: Evidence) -> list[Pair] | None:
    """The results of a failing call that are wrong; None where they are not two arrays."""
    check, observed = failure.check, failure.observed
    if not isinstance(check, Agrees) or observed is None or observed.failure is not None:
        return None
    try:
        got = check.got(observed)
    except Failure:
        return None
    options = check.options
    several = isinstance(check.expected, tuple)
    expected = check.expected if several else (check.expected,)
    came = got if several else (got,)
    if not isinstance(came, (tuple, list)) or len(came) != len(expected):
        return None
    made = []
    for number, (one, wanted) in enumerate(zip(came, expected, strict=True)):
        pair = _pair(one, wanted, check.call, options, check.device)
        if pair is None:
            return None
        if pair.wrong.any() or not pair.same_shape:
            made.append(replace(pair, result=(number, len(expected))) if several else pair)
    return made or None


def _pair(got: Any, expected: Any, call: Call, options: dict[str, Any], device: str) -> Pair | None:
    if not isinstance(expected, np.ndarray):
        return None
    try:
        array, _ = as_array(got, expected, "")
    except Failure:
        return None
    kinds = {array.dtype.kind, expected.dtype.kind}
    if not kinds <= set(KINDS) - {"c"} or max(array.size, expected.size) > MOST_VALUES:
        return None
    if options.get("exact") or expected.dtype.kind != "f":
        return Pair(array, expected, precision=call.precision, call=call)
    precision = measured_by(call.precision, array)
    allowed = tolerance(precision, options.get("what", "value"), device)
    scale = options.get("scale", 1.0)
    return Pair(array, expected, allowed.relative, allowed.absolute * scale, call.precision, call)


def wrong_values(pairs: list[Pair]) -> Iterator[tuple[Any, Any]]:
    """What came and what was expected at every wrong place."""
    for pair in pairs:
        if pair.same_shape:
            yield from zip(pair.got[pair.wrong].tolist(), pair.expected[pair.wrong].tolist(), strict=True)
