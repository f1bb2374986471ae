"""What one call brought, and the ways in which a case compares it with what should have come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kb.grader.arrays import as_array, expectation, wrong
from kb.grader.calls import Call, Observed
from kb.grader.compare import check, check_kind, check_shape
from kb.grader.describe import shape as describe_shape
from kb.grader.describe import value as describe_value
from kb.grader.outcome import Difference, Failure
from kb.grader.tolerance import Precision

if TYPE_CHECKING:
    from kb.grader.solution import Solution

EXAMPLES: dict[str, Any] = {"float": np.float64, "integer": np.int64, "bool": np.bool_}


class Result:
    """What one call brought; compare it with what should have come."""

    def __init__(self, solution: Solution, call: Call, observed: Observed):
        self._solution, self._call, self._observed = solution, call, observed

    @property
    def value(self) -> Any:
        """The decoded value, for relations between several calls. It may be of any type."""
        return self._observed.value

    @property
    def precision(self) -> Precision:
        return self._call.precision

    def close(self, expected: Any, scale: float = 1.0) -> None:
        """The result (or the gradient) agrees within the tolerance of the inputs' precision.

        Args:
            expected: array, number, or a tuple of them; for gradients in several places a tuple in their order.
            scale: multiplies the absolute tolerance where the case is badly conditioned; say why beside it.
        """
        if self._call.wants_gradient:
            wrt = self._call.wrt
            names = (
                [w if isinstance(w, str) else f"argument {w + 1}" for w in wrt]
                if isinstance(wrt, tuple)
                else ()
            )
            self._check(self._observed.gradient, expected, what="gradient", scale=scale, names=names)
        else:
            self._check(self._observed.value, expected, scale=scale)

    def equals(self, expected: Any) -> None:
        """The result is exactly this: indices, labels, flags, None, text. NaN equals NaN."""
        self._check(self._observed.value, expected, exact=True)

    def has_shape(self, *shape: int, kind: str = "float") -> None:
        """The result is one array of floats (or ``integer``, ``bool``) of this shape; other tests see to its values."""
        self._solution.compared += 1
        wanted = np.zeros(shape, dtype=EXAMPLES[kind])
        got = self._observed.value
        try:
            array, plain = as_array(got, wanted, "")
            check_shape(got, array, wanted, "")
            check_kind(got, array, wanted, plain, "")
        except Failure as failure:
            # The zeros stand for any values, so they are not shown as what was expected.
            came = failure.difference.got if failure.difference else ""
            values = {"float": "floats", "integer": "integers", "bool": "bools"}[kind]
            failure.difference = Difference(f"{values} of shape {describe_shape(shape)}", came)
            raise self.owned(failure) from None

    def parts(self, *counts: int, kind: str = "integer", rank: int = 1) -> Any:
        """The result as nested lists of arrays, for relations: ``parts(5, 2)`` is five pairs.

        Args:
            counts: how many items there are on each level.
            kind: of the values in every array: "float", "integer" or "bool".
            rank: the number of axes of every array.

        Raises:
            Failure: it is not built so.
        """
        self._solution.compared += 1
        try:
            return _parts(self._observed.value, counts, kind, rank, "")
        except Failure as failure:
            raise self.owned(failure) from None

    def holding(self, value: Any) -> Result:
        """The same call, with a value that was made of what it brought."""
        return Result(self._solution, self._call, replace(self._observed, value=value))

    def owned(self, failure: Failure) -> Failure:
        """The failure, with the call that it belongs to."""
        failure.call, failure.observed = self._call, self._observed
        return failure

    def _check(self, got: Any, expected: Any, **options: Any) -> None:
        self._solution.compared += 1
        wanted = expectation(expected)
        try:
            if got is None and wanted is not None and self._call.op == "attribute":
                message = f"expected {describe_value(wanted)}, got None"  # here no `return` is missing
                raise wrong("wrong value", "", message, wanted, got)
            check(got, wanted, self.precision, device=self._solution.device, **options)
        except Failure as failure:
            raise self.owned(failure) from None


def _parts(got: Any, counts: tuple[int, ...], kind: str, rank: int, where: str) -> Any:
    if counts:
        count = counts[0]
        if not isinstance(got, (list, tuple)) or len(got) != count:
            came = f"{len(got)}" if isinstance(got, (list, tuple)) else f"one {type(got).__name__}"
            raise wrong("wrong type", where, f"expected {count} items, got {came}", f"{count} items", got)
        return [_parts(one, counts[1:], kind, rank, f"{where}item {i}: ") for i, one in enumerate(got)]
    example = np.zeros((0,) * rank, dtype=EXAMPLES[kind])
    array, plain = as_array(got, example, where)
    if array.ndim != rank:
        message = f"expected an array of {rank} axes, got the shape {describe_shape(array.shape)}"
        raise wrong("wrong shape", where, message.replace("1 axes", "1 axis"), example, got)
    check_kind(got, array, example, plain, where)
    return array.astype(example.dtype) if array.size == 0 else array
