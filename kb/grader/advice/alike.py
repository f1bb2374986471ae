"""Compare what two answers did, with tenfold tolerances: they differ in their orders of operations, too."""

from __future__ import annotations

from typing import Any

import numpy as np

from kb.grader.advice.cause import cause
from kb.grader.compare.arrays import precision_of
from kb.grader.compare.same import same
from kb.grader.compare.tolerance import tolerance
from kb.grader.model.device import CPU
from kb.grader.process.calls import Call, Observed


def alike(
    one: Observed, other: Observed, call: Call, device: str = CPU, sources: tuple[str, str] = ("", "")
) -> bool:
    """Did two answers do the same thing on one call? ``sources`` are their texts."""
    if one.failure is not None or other.failure is not None:
        if one.failure is None or other.failure is None or one.failure.outcome != other.failure.outcome:
            return False
        if call.op == "weights":
            return one.failure.message == other.failure.message
        return cause(one.failure, sources[0]) == cause(other.failure, sources[1])
    if call.op in ("weights", "names"):
        return bool(one.value == other.value)
    if call.wants_gradient and not near(one.gradient, other.gradient, call, "gradient", device):
        return False
    changed = [same(a, b) for a, b in zip(one.after or (), other.after or (), strict=False)]
    return all(changed) and near(one.value, other.value, call, "value", device)


def near(one: Any, other: Any, call: Call, what: str, device: str = CPU) -> bool:
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        # A function that returns nothing is not a mistake with a name; a method may well return nothing.
        return type(one) is type(other) and one == other and (call.object is not None or one is not None)
    several = isinstance(one, (tuple, list)) and isinstance(other, (tuple, list))
    if several and any(isinstance(item, np.ndarray) for item in (*one, *other)):
        return _each(one, other, call, what, device)
    try:
        a, b = np.asarray(one), np.asarray(other)
    except ValueError:  # pairs of arrays of different lengths, a pair beside a number
        return several and _each(one, other, call, what, device)
    if several and "O" in (a.dtype.kind, b.dtype.kind):
        return _each(one, other, call, what, device)
    if a.shape != b.shape or a.dtype.kind not in "fiub" or b.dtype.kind not in "fiub":
        return False
    if "f" not in (a.dtype.kind, b.dtype.kind) or a.size == 0:  # of an empty array the dtype is all there is
        return a.dtype.kind == b.dtype.kind and bool(np.array_equal(a, b))
    lowest = min(call.precision, precision_of([a, b]), key=lambda name: int(name[5:]))
    allowed = tolerance(lowest, what, device)
    return bool(np.allclose(a, b, rtol=10 * allowed.relative, atol=10 * allowed.absolute, equal_nan=True))


def _each(one: Any, other: Any, *options: Any) -> bool:
    return len(one) == len(other) and all(near(a, b, *options) for a, b in zip(one, other, strict=True))
