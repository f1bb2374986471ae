"""Wrong only in some places: in one column, at the ends, where zero is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind
from kb.grader.advice.difference.pair import Pair

AXES = ("first", "second", "third", "fourth")
LEAST_RIGHT = 4  # values elsewhere that are right, or "only where" says nothing
WHERE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "is 0": lambda x: x == 0,
    "is negative": lambda x: x < 0,
    "is positive": lambda x: x > 0,
    "is 1": lambda x: x == 1,
    "is NaN": np.isnan,
    "is infinite": np.isinf,
}


def propose(pair: Pair) -> Iterator[Kind]:
    if not pair.same_shape:
        return
    for axis in range(min(pair.expected.ndim, len(AXES))):
        there = pair.expected.shape[axis]
        places = np.unique(np.nonzero(pair.wrong)[axis])
        if there > 1 and len(places) == 1:
            yield from _at(int(places[0]), there, axis, pair.expected.ndim)
    yield Kind("NaN", "NaN where a number is expected, and otherwise right", _is_nan)
    if not pair.real:
        return
    for words, condition in WHERE.items():
        there = condition(pair.expected.astype(np.float64))
        if (~there & ~pair.wrong).sum() < LEAST_RIGHT or (there & pair.wrong).sum() * 2 < there.sum():
            continue

        def holds(p: Pair, condition: Callable[[np.ndarray], np.ndarray] = condition) -> bool:
            return p.same_shape and not bool((p.wrong & ~condition(p.expected.astype(np.float64))).any())

        yield Kind("expected", f"wrong only where the expected value {words}", holds)


def _at(place: int, length: int, axis: int, rank: int) -> Iterator[Kind]:
    where = f" of the {AXES[axis]} axis" if rank > 1 else ""
    for index, words in ((place, f"index {place}"), (place - length, f"index {place - length}")):

        def holds(p: Pair, index: int = index) -> bool:
            if not p.same_shape or p.expected.ndim != rank:
                return False
            there = p.expected.shape[axis]
            at = index if index >= 0 else index + there
            return there > 1 and set(np.nonzero(p.wrong)[axis].tolist()) == {at}

        yield Kind("place", f"wrong only at {words}{where}", holds, fitted=1)


def _is_nan(pair: Pair) -> bool:
    if not pair.same_shape or pair.got.dtype.kind != "f":
        return False
    return bool((~pair.wrong | np.isnan(pair.got)).all())
