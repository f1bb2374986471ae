"""The right values in the wrong places: axes exchanged, reversed, shifted by one, in another order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from kb.grader.advice.difference.kind import Kind
from kb.grader.advice.difference.pair import Pair

MOST_AXES = 4
AXES = ("first", "second", "third", "fourth")


def propose(pair: Pair) -> Iterator[Kind]:
    rank = pair.expected.ndim
    if 2 <= rank <= MOST_AXES:
        yield from _transposed(rank)
    for axis in range(min(rank, MOST_AXES)):
        name = f" along the {AXES[axis]} axis" if rank > 1 else ""
        yield Kind("reversed", f"the right values, reversed{name}", _reversed(axis))
        for by, way in ((1, "late"), (-1, "early")):
            text = f"the right values, one place too {way}{name}"
            yield Kind("shifted", text, _shifted(axis, by))
    yield Kind("order of rows", "the right rows in a different order", _rows)
    yield Kind("order", "the right values in different places", _order)


def _transposed(rank: int) -> Iterator[Kind]:
    for order in permutations(range(rank)):
        if order != tuple(range(rank)):
            text = "the transpose of the expected value"
            if rank > 2:
                text = f"the expected value with its axes in the order {order}"

            def holds(pair: Pair, order: tuple[int, ...] = order) -> bool:
                return pair.expected.ndim == len(order) and pair.agrees(pair.expected.transpose(order))

            yield Kind("transposed", text, holds)


def _reversed(axis: int):  # type: ignore[no-untyped-def]
    return lambda pair: axis < pair.expected.ndim and pair.agrees(np.flip(pair.expected, axis))


def _shifted(axis: int, by: int):  # type: ignore[no-untyped-def]
    """What is pushed out at one end may come in at the other one, or anything else may."""

    def holds(pair: Pair) -> bool:
        if not pair.same_shape or axis >= pair.expected.ndim or pair.expected.shape[axis] < 3:
            return False
        seen = np.moveaxis(pair.is_close(np.roll(pair.expected, by, axis)), axis, 0)
        inside = seen[1:] if by > 0 else seen[:-1]
        return bool(inside.all()) and _varies(pair.expected, axis)

    return holds


def _varies(array: np.ndarray, axis: int) -> bool:
    return bool((np.diff(array.astype(np.float64), axis=axis) != 0).any())


def _rows(pair: Pair) -> bool:
    if not pair.same_shape or pair.expected.ndim != 2 or pair.expected.shape[1] < 2:
        return False
    came, wanted = (array[np.lexsort(array.T[::-1])] for array in (pair.got, pair.expected))
    return _again(pair, came).agrees(wanted)


def _order(pair: Pair) -> bool:
    if not pair.same_shape or pair.expected.size < 3 or pair.expected.dtype.kind == "b":
        return False
    return _again(pair, np.sort(pair.got, axis=None)).agrees(np.sort(pair.expected, axis=None))


def _again(pair: Pair, got: np.ndarray) -> Pair:
    """The same tolerance, with other values."""
    return Pair(got, pair.expected, pair.relative, pair.absolute, pair.precision)
