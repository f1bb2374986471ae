"""The shape is wrong, always in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from kb.grader.compare.arrays import as_array
from kb.grader.model.outcome import Failure
from kb.grader.process.checked import Agrees, Evidence, HasShape

AXES = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class Shapes:
    """What came and what was expected."""

    got: tuple[int, ...]
    expected: tuple[int, ...]


@dataclass(frozen=True)
class ShapeKind:
    name: str
    text: str
    holds: Callable[[Shapes], bool]


def shapes(failure: Evidence) -> Shapes | None:
    """The shapes of a failing call, where they differ."""
    check, observed = failure.check, failure.observed
    if failure.outcome != "wrong shape" or observed is None or observed.failure is not None:
        return None
    if isinstance(check, HasShape):
        wanted = check.shape
    elif isinstance(check, Agrees) and isinstance(check.expected, np.ndarray):
        wanted = check.expected.shape
    else:
        return None
    try:
        got = check.got(observed) if isinstance(check, Agrees) else observed.value
        array, _ = as_array(got, np.zeros(0), "")
    except Failure:
        return None
    return Shapes(array.shape, wanted)


def propose(one: Shapes) -> Iterator[ShapeKind]:
    yield ShapeKind("transposed", "the right axis lengths in a different order", _exchanged)
    yield ShapeKind(
        "axis lost", "the right shape without an axis of length 1", lambda s: _lost(s.got, s.expected)
    )
    yield ShapeKind(
        "axis added", "the right shape with one more axis of length 1", lambda s: _lost(s.expected, s.got)
    )
    yield ShapeKind("flat", "all values in one axis", lambda s: len(s.got) == 1 < len(s.expected))
    yield ShapeKind("axis lost", "one axis too few", lambda s: len(s.got) == len(s.expected) - 1)
    yield ShapeKind("axis added", "one axis too many", lambda s: len(s.got) == len(s.expected) + 1)
    if len(one.got) != len(one.expected):
        return
    by = [came - wanted for came, wanted in zip(one.got, one.expected, strict=True)]
    for axis, off in enumerate(by[: len(AXES)]):
        if off and sum(map(bool, by)) == 1:
            yield from _longer(axis, off, len(by))
    yield ShapeKind("too long", "longer than expected, never shorter", lambda s: _sided(s, 1))
    yield ShapeKind("too short", "shorter than expected, never longer", lambda s: _sided(s, -1))


def _exchanged(shapes: Shapes) -> bool:
    return shapes.got != shapes.expected and sorted(shapes.got) == sorted(shapes.expected)


def _lost(less: tuple[int, ...], more: tuple[int, ...]) -> bool:
    places = [axis for axis, length in enumerate(more) if length == 1]
    return any(less == more[:axis] + more[axis + 1 :] for axis in places)


def _longer(axis: int, off: int, rank: int) -> Iterator[ShapeKind]:
    name = f"the {AXES[axis]} axis" if rank > 1 else "the result"
    how = f"{abs(off)} too {'long' if off > 0 else 'short'}"

    def by_as_many(shapes: Shapes) -> bool:
        return _difference(shapes) == {axis: off}

    yield ShapeKind("too long" if off > 0 else "too short", f"{name} is {how}", by_as_many)


def _difference(shapes: Shapes) -> dict[int, int] | None:
    if len(shapes.got) != len(shapes.expected):
        return None
    by = [came - wanted for came, wanted in zip(shapes.got, shapes.expected, strict=True)]
    return {axis: off for axis, off in enumerate(by) if off}


def _sided(shapes: Shapes, sign: int) -> bool:
    by = _difference(shapes)
    return bool(by) and all(off * sign > 0 for off in (by or {}).values())
