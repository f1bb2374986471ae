"""Limits for the values of expressions, so that none fills the memory or takes for ever."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from kb.bank.compute.expressions import RefusedError

MOST = 100_000  # elements of a value
WORK = 10_000_000  # elements that an operation may touch
BITS = 4096  # of a whole number
NUMBERS = (int, float, np.ndarray, np.generic)
_OTHERS = (str, slice, type, type(None), type(...))


def check(value: Any) -> Any:
    """The value, if an expression may have one of its kind and size."""
    for leaf in leaves(value):
        if isinstance(leaf, int) and leaf.bit_length() > BITS:
            raise RefusedError(f"a number of more than {BITS} bits is not allowed")
        if isinstance(leaf, np.ndarray | np.generic) and leaf.dtype.kind not in "biuf":
            raise RefusedError(f"a result of type {leaf.dtype} is not allowed")
        if not isinstance(leaf, NUMBERS + _OTHERS):
            raise RefusedError(f"a result of type {type(leaf).__name__} is not allowed")
    limit(size(value))
    return value


def leaves(value: Any) -> Iterator[Any]:
    """The items of lists and tuples at any depth; any other value is its own only item."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def extent(shape: Iterable[Any]) -> float:
    """The number of elements of a shape; a length of 0 counts as 1, since a reduction can drop that axis."""
    return math.prod(max(float(length), 1.0) for length in shape)


def size(value: Any) -> float:
    """The number of elements of a value; a number has one."""
    return sum(extent(np.shape(leaf)) if isinstance(leaf, np.ndarray) else 1 for leaf in leaves(value))


def limit(elements: float, most: int = MOST) -> None:
    """Refuse more elements than that."""
    if not elements <= most:  # NaN is refused as well
        raise RefusedError(f"{elements:.0f} elements are too many, at most {most} are allowed")


def whole(value: Any, most: int) -> int:
    """A whole number of bounded size, for an argument that decides how much is done."""
    if abs(number := int(value)) > most:
        raise RefusedError(f"{number} is too large an argument, at most {most} is allowed")
    return number


def numeric(values: Iterable[Any]) -> None:
    """Refuse what NumPy takes for more than numbers: texts, types, and integers of more than 64 bits.

    NumPy leaves such integers to Python, where they grow without bound.
    """
    for leaf in leaves(list(values)):
        if isinstance(leaf, int) and leaf.bit_length() > 63:
            raise RefusedError(f"{leaf} does not fit into an array's 64 bits")
        if leaf is not None and not isinstance(leaf, NUMBERS):
            raise RefusedError(f"a value of type {type(leaf).__name__} is not allowed here")


def flat(values: Iterable[Any]) -> None:
    """Refuse lists of arrays: Python compares and adds such arrays pair by pair, whatever their shapes."""
    for value in values:
        if isinstance(value, list | tuple) and any(np.size(leaf) != 1 for leaf in leaves(value)):
            raise RefusedError("arrays in a list are not allowed here; np.stack makes one array of them")


def broadcast(values: Iterable[Any]) -> None:
    """Refuse values that are too large when they are broadcast against each other."""
    limit(extent(np.broadcast_shapes(*(np.shape(value) for value in values))), WORK)


def paired(values: Iterable[Any]) -> None:
    """Refuse values that are too large when each element of one meets each element of another."""
    limit(math.prod(sorted((max(size(value), 1) for value in values), reverse=True)[:2]), WORK)
