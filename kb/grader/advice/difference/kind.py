"""A kind of difference: what is told of it, and whether it explains a failing call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from kb.grader.advice.difference.pair import Pair


@dataclass(frozen=True)
class Kind:
    """One possible explanation.

    Args:
        name: for machines, such as "scaled".
        text: for a person; completes "Looks like: ...".
        holds: whether it explains a failing call.
        fitted: how many numbers were chosen to make it fit.
        pointwise: whether it says of each value by itself what became of it.
    """

    name: str
    text: str
    holds: Callable[[Pair], bool]
    fitted: int = 0
    pointwise: bool = False


Proposer = Callable[[Pair], Iterator[Kind]]


def of_values(
    name: str,
    text: str,
    function: Callable[[np.ndarray], np.ndarray],
    fitted: int = 0,
) -> Kind:
    """What came is a function of what was expected, value by value."""

    def holds(pair: Pair) -> bool:
        if not pair.real or not pair.same_shape:
            return False
        with np.errstate(all="ignore"):
            return pair.agrees(np.asarray(function(pair.expected.astype(np.float64))))

    return Kind(name, text, holds, fitted, pointwise=True)
