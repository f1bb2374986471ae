"""Right to float32 only."""

from __future__ import annotations

from collections.abc import Iterator

from kb.grader.advice.difference.kind import Kind
from kb.grader.advice.difference.pair import Pair
from kb.grader.compare.float32 import HINT, is_float32_only


def propose(pair: Pair) -> Iterator[Kind]:
    yield Kind("float32", HINT, holds)


def holds(pair: Pair) -> bool:
    return pair.same_shape and is_float32_only(pair.got, pair.expected, pair.precision)
