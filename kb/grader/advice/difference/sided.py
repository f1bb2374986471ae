"""Too large, or too small, and never the other way; too many kept, or too few."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kb.grader.advice.difference.kind import Kind
from kb.grader.advice.difference.pair import Pair


def propose(pair: Pair) -> Iterator[Kind]:
    if pair.expected.dtype.kind == "b":
        yield Kind("too large", "True where False is expected, never the other way", lambda p: _sided(p, 1))
        yield Kind("too small", "False where True is expected, never the other way", lambda p: _sided(p, -1))
        return
    yield Kind("too large", "too large wherever it is wrong, never too small", lambda p: _sided(p, 1))
    yield Kind("too small", "too small wherever it is wrong, never too large", lambda p: _sided(p, -1))


def propose_lists(pair: Pair) -> Iterator[Kind]:
    yield Kind("too many", "everything that is expected, and more", lambda p: _holds_all(p.got, p.expected))
    yield Kind("too few", "only a part of the expected values", lambda p: _holds_all(p.expected, p.got))


def _sided(pair: Pair, sign: int) -> bool:
    if not pair.same_shape:
        return False
    with np.errstate(all="ignore"):
        off = (pair.got.astype(np.float64) - pair.expected.astype(np.float64)) * sign
    return bool((off[pair.wrong] > 0).all())


def _holds_all(more: np.ndarray, less: np.ndarray) -> bool:
    """Indices, or labels: one list is longer, and has all of the other one, in the same order."""
    if more.ndim != 1 or less.ndim != 1 or len(more) <= len(less) or more.dtype.kind == "f":
        return False
    rest = iter(more.tolist())
    return all(item in rest for item in less.tolist())
