"""Right to float32 only: somewhere inside, the precision of a float64 input is lost."""

from __future__ import annotations

import numpy as np

from kb.grader.compare.arrays import precision_of
from kb.grader.compare.tolerance import Precision, tolerance

HINT = (
    "right to float32 only: `.float()`, `torch.zeros` without dtype, or float32 inside; the input is float64"
)


def is_float32_only(got: np.ndarray, expected: np.ndarray, precision: Precision, what: str = "value") -> bool:
    """Do float64 values differ as float32 ones do, and no more?

    An epsilon of 1e-7 is as small as that, so size alone does not tell. Values that were float32 are short in binary;
    those that were computed on from there are off in both directions.

    Args:
        got: float64, as is ``expected``, and of the same shape.
        expected: in float64.
        precision: of the inputs.
        what: "value" or "gradient".
    """
    floats = got.dtype == np.float64 and expected.dtype.kind == "f" and got.shape == expected.shape
    if not floats or precision != "float64" or precision_of([got]) != "float64":
        return False
    off = np.isfinite(expected) & (got != expected)
    if not off.any() or not np.array_equal(np.isfinite(got), np.isfinite(expected)):
        return False
    allowed = tolerance("float32", what)
    came, wanted = got[off], expected[off]
    error = came - wanted
    largest = float(np.abs(expected[np.isfinite(expected)]).max())
    if (np.abs(error) > allowed.absolute + allowed.relative * np.abs(wanted)).any():
        return False
    with np.errstate(all="ignore"):
        short = came == came.astype(np.float32)
        shorter = came == came.astype(np.float16)
    if short.all() and (~shorter).any():
        return True
    small = bool((np.abs(error) <= 4e-7 * max(largest, 1e-30)).all())
    return small and off.sum() >= 4 and bool((error > 0).any() and (error < 0).any())
