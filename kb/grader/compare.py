"""What came against what was expected. Decoded values in, a Failure out, or nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from kb.grader import describe
from kb.grader.outcome import Difference, Failure, Outcome
from kb.grader.tolerance import Precision, tolerance

KINDS = {"f": "float", "i": "integer", "u": "integer", "b": "bool", "c": "complex"}
PRECISIONS: dict[str, Precision] = {"float16": "float16", "float32": "float32", "float64": "float64"}


def precision_of(values: Any) -> Precision:
    """The lowest float precision among the arrays in ``values``; float64 where there is none."""
    found: list[Precision] = ["float64"]
    for item in values:
        if isinstance(item, np.ndarray) and item.dtype.name in PRECISIONS:
            found.append(PRECISIONS[item.dtype.name])
    return min(found, key=lambda name: int(name[5:]))


def as_array(got: Any, expected: np.ndarray, where: str) -> tuple[np.ndarray, bool]:
    """``got`` as one array, and whether it was written in plain Python.

    Raises:
        Failure: it is no number, array or (nested) list of equally long lists of numbers.
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
            return array, not any(isinstance(item, np.ndarray) for item in _leaves(got))
    message = f"expected numbers, got {type(got).__name__}"
    raise wrong("wrong type", where, message, expected, got)


def _leaves(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def check(
    got: Any,
    expected: Any,
    precision: Precision,
    *,
    what: str = "value",
    scale: float = 1.0,
    exact: bool = False,
    where: str = "",
) -> None:
    """Raise the Failure that says how ``got`` departs from ``expected``, if it does.

    Args:
        got: a decoded value.
        expected: an array or number, or a tuple of such for a function with several results.
        precision: that of the inputs; a result of lower precision is measured by its own.
        what: "value" or "gradient", a row of the tolerance table.
        scale: how badly conditioned the case is; multiplies the absolute tolerance.
        exact: compare without tolerance (indices, flags).
        where: which of several results this is, for the message.
    """
    if isinstance(expected, tuple):
        parts(got, expected, precision, what=what, scale=scale, exact=exact)
        return
    wanted = np.asarray(expected)
    array, plain = as_array(got, wanted, where)
    check_shape(got, array, wanted, where)
    check_kind(got, array, wanted, plain, where)
    check_values(array, wanted, precision, what, scale, exact, where)


def parts(got: Any, expected: tuple[Any, ...], precision: Precision, **options: Any) -> None:
    """Several results, given back as a tuple or a list."""
    count = len(expected)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        came = f"{len(got)}" if isinstance(got, (tuple, list)) else f"one {type(got).__name__}"
        raise wrong("wrong type", "", f"expected {count} results as a tuple, got {came}", expected, got)
    for index, (one, wanted) in enumerate(zip(got, expected, strict=True)):
        check(one, wanted, precision, where=f"result {index}: ", **options)


def check_shape(got: Any, array: np.ndarray, wanted: np.ndarray, where: str) -> None:
    if array.shape != wanted.shape:
        message = f"expected the shape {describe.shape(wanted.shape)}, got {describe.shape(array.shape)}"
        raise wrong("wrong shape", where, message, wanted, got)


def check_kind(got: Any, array: np.ndarray, wanted: np.ndarray, plain: bool, where: str) -> None:
    kind, asked = KINDS.get(array.dtype.kind, array.dtype.name), KINDS[wanted.dtype.kind]
    if kind == asked:
        return
    if plain and (array.size == 0 or (kind, asked) == ("integer", "float")):
        return  # in plain Python 0 stands for 0.0, and an empty list has no dtype at all
    more = "; an empty array needs a dtype too" if array.size == 0 else ""
    raise wrong("wrong dtype", where, f"expected {asked} values, got {array.dtype.name}{more}", wanted, got)


def check_values(
    array: np.ndarray,
    wanted: np.ndarray,
    precision: Precision,
    what: str,
    scale: float,
    exact: bool,
    where: str,
) -> None:
    if exact or wanted.dtype.kind != "f":
        bad = array != wanted
        error = np.abs(array.astype(np.float64) - wanted.astype(np.float64))
    else:
        own = min(precision, precision_of([array]), key=lambda name: int(name[5:]))
        allowed = tolerance(own, what)
        got, exp = array.astype(np.float64), wanted.astype(np.float64)
        check_finite(got, exp, where)
        same = (got == exp) | (np.isnan(got) & np.isnan(exp))
        with np.errstate(invalid="ignore"):
            error = np.where(same, 0.0, np.abs(got - exp))
            room = allowed.absolute * scale + allowed.relative * np.where(np.isfinite(exp), np.abs(exp), 0.0)
            bad = ~same & ~(error <= room)
    if not bad.any():
        return
    first = tuple(int(i) for i in np.argwhere(bad)[0]) if bad.ndim else ()
    at = f" at {list(first)}" if first else ""
    count = int(bad.sum())
    of = f"; {count} of {bad.size} values differ" if bad.size > 1 else ""
    label = "gradient " if what == "gradient" else ""
    shown, came = describe.apart(wanted[first], array[first])
    message = f"{label}expected {shown}{at}, got {came}{of}"
    difference = Difference(describe.array(wanted), describe.array(array), _largest(error), first)
    outcome: Outcome = "wrong gradient" if what == "gradient" else "wrong value"
    raise Failure(outcome, where + message, difference)


def check_finite(got: np.ndarray, exp: np.ndarray, where: str) -> None:
    """NaN where none belongs, or an infinity that is not there."""
    bad = (np.isnan(got) & ~np.isnan(exp)) | (np.isinf(got) & np.isfinite(exp))
    if bad.any():
        first = tuple(int(i) for i in np.argwhere(bad)[0]) if bad.ndim else ()
        at = f" at {list(first)}" if first else ""
        message = f"{describe.number(got[first])}{at}, expected {describe.number(exp[first])}"
        raise Failure(
            "not finite", where + message, Difference(describe.array(exp), describe.array(got), None, first)
        )


def wrong(outcome: Outcome, where: str, message: str, expected: Any, got: Any) -> Failure:
    return Failure(outcome, where + message, Difference(describe.value(expected), describe.value(got)))


def _largest(error: np.ndarray) -> float | None:
    finite = error[np.isfinite(error)] if error.ndim else error[np.newaxis][np.isfinite(error[np.newaxis])]
    return float(finite.max()) if finite.size else None
