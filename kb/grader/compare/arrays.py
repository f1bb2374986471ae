"""Actual and expected values in one form: arrays, or tuples of them where a function has several results."""

from __future__ import annotations

from typing import Any

import numpy as np

from kb.grader.compare import describe
from kb.grader.compare.tolerance import Precision
from kb.grader.model.outcome import Difference, Failure, Outcome

KINDS = {"f": "float", "i": "integer", "u": "integer", "b": "bool", "c": "complex"}
PRECISIONS: dict[int, Precision] = {2: "float16", 4: "float32", 8: "float64"}  # by the bytes of a number


def precision_of(values: Any) -> Precision:
    """The lowest float precision among the arrays in ``values``; float64 where there is none."""
    found: list[Precision] = ["float64"]
    for item in values:
        if isinstance(item, np.ndarray) and item.dtype.kind == "f" and item.itemsize in PRECISIONS:
            found.append(PRECISIONS[item.itemsize])
    return min(found, key=lambda name: int(name[5:]))


def as_array(got: Any, expected: np.ndarray, where: str) -> tuple[np.ndarray, bool]:
    """``got`` as one array, and whether it was written in plain Python.

    Raises:
        Failure: it is not a number, an array, or a (nested) list of equally long lists of numbers.
    """
    if got is None:
        raise wrong("wrong type", where, "expected an array, got None; is a `return` missing?", expected, got)
    if isinstance(got, np.ndarray):
        return got, False
    if isinstance(got, (bool, int, float)):
        return np.asarray(got), True
    if isinstance(got, (list, tuple)):
        try:
            array = np.asarray(got)
        except (ValueError, OverflowError):
            raise wrong(
                "wrong shape", where, "the rows of the list differ in length", expected, got
            ) from None
        if array.dtype.kind in KINDS:
            return array, not _holds_arrays(got)
    message = f"expected numbers, got {type(got).__name__}"
    raise wrong("wrong type", where, message, expected, got)


def _holds_arrays(value: Any) -> bool:
    """Whether nested lists have arrays or numbers of NumPy anywhere; a million plain numbers are seen at a glance."""
    if not isinstance(value, (list, tuple)):
        return isinstance(value, (np.ndarray, np.generic))
    kinds = set(map(type, value))
    return any(issubclass(kind, (np.ndarray, np.generic)) for kind in kinds) or (
        bool(kinds & {list, tuple}) and any(map(_holds_arrays, value))
    )


def expectation(expected: Any) -> Any:
    """What a case expects, in one form: None, text, an array, or a tuple of such for several results.

    A list of integers is an integer array, an empty list is left to the case (give it a dtype). A list whose items
    are no rows of one array, such as pairs of arrays of different lengths, is several results.
    """
    if expected is None or isinstance(expected, str):
        return expected
    if isinstance(expected, tuple):
        return tuple(map(expectation, expected))
    if isinstance(expected, list):
        if not expected:
            return np.zeros(0, dtype=np.int64)
        if any(isinstance(item, tuple) and _holds_arrays(item) for item in expected):
            return tuple(map(expectation, expected))
        try:
            array = np.asarray(expected)
        except ValueError:
            return tuple(map(expectation, expected))
        return array if array.dtype.kind in KINDS else tuple(map(expectation, expected))
    return np.asarray(expected)


def wrong(outcome: Outcome, where: str, message: str, expected: Any, got: Any) -> Failure:
    return Failure(outcome, where + message, Difference(describe.value(expected), describe.value(got)))
