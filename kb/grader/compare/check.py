"""Compare a decoded result with the expected value; raise ``Failure`` where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kb.grader.compare import describe
from kb.grader.compare.arrays import KINDS, as_array, precision_of, wrong
from kb.grader.compare.float32 import HINT, is_float32_only
from kb.grader.compare.tolerance import Precision, Tolerance, tolerance
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Difference, Failure, Outcome


def check(
    got: Any,
    expected: Any,
    precision: Precision,
    *,
    what: str = "value",
    scale: float = 1.0,
    exact: bool = False,
    where: str = "",
    device: str = CPU,
    names: Sequence[str] = (),
) -> None:
    """Raise the Failure that says how ``got`` departs from ``expected``, if it does.

    Args:
        got: a decoded value.
        expected: an array or number, None or text, or a tuple of such for a function with several results.
        precision: that of the inputs; see ``measured_by``.
        what: "value" or "gradient", a row of the tolerance table.
        scale: how badly conditioned the case is; multiplies the absolute tolerance.
        exact: compare without tolerance (indices, flags).
        where: which of several results this is, for the message.
        device: that the answer ran on, a part of the tolerance table.
        names: of several results, where they have any.
    """
    if isinstance(expected, tuple):
        options: dict[str, Any] = {"what": what, "scale": scale, "exact": exact, "device": device}
        parts(got, expected, precision, where=where, names=names, **options)
        return
    if expected is None or isinstance(expected, str):
        check_plain(got, expected, where)
        return
    wanted = np.asarray(expected)
    array, plain = as_array(got, wanted, where)
    check_shape(got, array, wanted, where)
    check_kind(got, array, wanted, plain, where)
    allowed = None
    if not exact and wanted.dtype.kind == "f":
        allowed = tolerance(measured_by(precision, array), what, device)
    check_values(array, wanted, allowed, what, scale, where, precision)


def measured_by(precision: Precision, array: np.ndarray) -> Precision:
    """The precision that a result is held to: its own where that is lower than that of the inputs.

    Half precision counts only where the inputs have it, or values that are off by a percent would pass as rounded.
    """
    own = precision_of([array])
    if own == "float64" or precision == "float16":
        return precision
    return "float32"


def check_plain(got: Any, expected: str | None, where: str = "") -> None:
    """None, or a text."""
    if type(got) is not type(expected) or got != expected:
        message = f"expected {describe.value(expected)}, got {describe.value(got)}"
        raise wrong("wrong value", where, message, expected, got)


def parts(
    got: Any,
    expected: tuple[Any, ...],
    precision: Precision,
    where: str = "",
    names: Sequence[str] = (),
    **options: Any,
) -> None:
    """Several results, given back as a tuple or a list; several numbers also as one array."""
    count = len(expected)
    if isinstance(got, np.ndarray) and got.ndim == 1 and all(np.ndim(wanted) == 0 for wanted in expected):
        got = [np.asarray(number) for number in got]
    if not isinstance(got, (tuple, list)) or len(got) != count:
        came = f"{len(got)}" if isinstance(got, (tuple, list)) else f"one {type(got).__name__}"
        raise wrong("wrong type", where, f"expected {count} results as a tuple, got {came}", expected, got)
    for index, (one, wanted) in enumerate(zip(got, expected, strict=True)):
        name = names[index] if names else f"result {index}"
        check(one, wanted, precision, where=f"{where}{name}: ", **options)


def check_shape(got: Any, array: np.ndarray, wanted: np.ndarray, where: str) -> None:
    if array.shape != wanted.shape:
        message = f"expected the shape {describe.shape(wanted.shape)}, got {describe.shape(array.shape)}"
        raise wrong("wrong shape", where, message, wanted, got)


def check_kind(got: Any, array: np.ndarray, wanted: np.ndarray, plain: bool, where: str) -> None:
    kind, asked = KINDS.get(array.dtype.kind, array.dtype.name), KINDS[wanted.dtype.kind]
    if kind == asked:
        return
    if plain and array.size == 0:
        return  # an empty list has no dtype
    if (plain or array.ndim == 0) and (kind, asked) == ("integer", "float"):
        return  # 0 stands for 0.0 in plain Python, and so does a single number of NumPy or PyTorch
    more = "; an empty array needs a dtype too" if array.size == 0 else ""
    raise wrong("wrong dtype", where, f"expected {asked} values, got {array.dtype.name}{more}", wanted, got)


def check_values(
    array: np.ndarray,
    wanted: np.ndarray,
    allowed: Tolerance | None,
    what: str,
    scale: float,
    where: str,
    precision: Precision,
) -> None:
    """Where shape and kind are right: the values, exactly or within what is allowed."""
    if allowed is None:
        if bool((array == wanted).all()):  # the usual case, quickly
            return
        bad = (array != wanted) & ~(_nan(array) & _nan(wanted))
        with np.errstate(invalid="ignore"):
            error = np.abs(array.astype(np.float64) - wanted.astype(np.float64))
    else:
        got, exp = array.astype(np.float64), wanted.astype(np.float64, copy=False)
        if array.size and all_close(got, exp, allowed.relative, allowed.absolute * scale):
            return
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
    if allowed is not None and is_float32_only(array, wanted, precision, what):
        message += f"; {HINT}"
    difference = Difference(describe.array(wanted), describe.array(array), _largest(error), first)
    outcome: Outcome = "wrong gradient" if what == "gradient" else "wrong value"
    raise Failure(outcome, where + message, difference)


def all_close(got: np.ndarray, exp: np.ndarray, relative: float, absolute: float) -> bool:
    """True only where ``check_values`` would find nothing: the usual case, quickly."""
    room = np.abs(exp)
    room *= relative
    room += absolute
    with np.errstate(invalid="ignore"):
        return bool(np.isfinite(room.max()) and (np.abs(got - exp) <= room).all())


def _nan(array: np.ndarray) -> Any:
    return np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, dtype=bool)


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


def _largest(error: np.ndarray) -> float | None:
    finite = error[np.isfinite(error)] if error.ndim else error[np.newaxis][np.isfinite(error[np.newaxis])]
    return float(finite.max()) if finite.size else None
