"""The same value everywhere, in every row or in every column, where different ones are expected."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind
from kb.grader.advice.difference.pair import Pair
from kb.grader.compare.describe import number

AXES = ("first", "second", "third", "fourth")


def propose(pair: Pair) -> Iterator[Kind]:
    if not pair.same_shape or pair.got.dtype.kind not in "fiub" or not pair.got.size:
        return
    value = pair.got.flat[0]
    yield Kind("constant", f"{number(value)}, whatever is expected", lambda p: _all_are(p, value), fitted=1)
    if pair.expected.size > 1:
        yield Kind("one value", "the same value everywhere", _is_one_value)
    for axis in range(min(pair.expected.ndim, len(AXES))):
        text = f"the same along the {AXES[axis]} axis, where different values are expected"

        def holds(p: Pair, axis: int = axis) -> bool:
            return _is_repeated(p, axis)

        yield Kind("repeated", text, holds)


def _all_are(pair: Pair, value: object) -> bool:
    return pair.same_shape and pair.agrees(np.full(pair.got.shape, value))


def _is_one_value(pair: Pair) -> bool:
    return pair.got.size > 1 and _all_are(pair, pair.got.flat[0])


def _is_repeated(pair: Pair, axis: int) -> bool:
    if not pair.same_shape or pair.got.ndim < 2 or axis >= pair.got.ndim or pair.got.shape[axis] < 2:
        return False
    return pair.agrees(np.repeat(pair.got.take([0], axis), pair.got.shape[axis], axis)) and bool(
        (np.diff(pair.expected.astype(np.float64), axis=axis) != 0).any()
    )
