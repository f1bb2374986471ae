"""Compare an argument before and after a call, bit by bit."""

from __future__ import annotations

from typing import Any

import numpy as np


def same(before: Any, after: Any) -> bool:
    """Equal in every bit, shape and dtype, so that 0.0 is not -0.0; only a NaN may be another NaN."""
    if isinstance(before, np.ndarray):
        if not isinstance(after, np.ndarray) or before.shape != after.shape or before.dtype != after.dtype:
            return False
        if before.tobytes() == after.tobytes():
            return True
        return before.dtype.kind == "f" and bool((_bits(before, after) | _both_nan(before, after)).all())
    if isinstance(before, (list, tuple)):
        return type(before) is type(after) and len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, float):
        if before != before:
            return isinstance(after, float) and after != after
        return isinstance(after, float) and before.hex() == after.hex()
    return type(before) is type(after) and bool(before == after)


def _bits(one: np.ndarray, other: np.ndarray) -> Any:
    """Where two arrays of floats have the same bits."""
    bits = f"u{one.dtype.itemsize}"
    plain = (np.ascontiguousarray(array).reshape(-1).view(bits) for array in (one, other))
    return np.equal(*plain).reshape(one.shape)


def _both_nan(one: np.ndarray, other: np.ndarray) -> Any:
    return np.isnan(one) & np.isnan(other)
