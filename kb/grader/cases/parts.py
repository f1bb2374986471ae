"""Results that are nested lists of arrays, such as the folds of a cross validation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.grader.compare.arrays import as_array, wrong
from kb.grader.compare.check import check_kind
from kb.grader.compare.describe import shape as describe_shape
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call, Observed
from kb.grader.process.checked import EXAMPLES


@dataclass(frozen=True)
class HasParts:
    """The result is built of so many items on each level, with arrays of this kind and rank in them."""

    call: Call
    counts: tuple[int, ...]
    kind: str
    rank: int
    of: Callable[[Any], Any] | None = None

    def judge(self, observed: Observed) -> Failure | None:
        try:
            self.parts(observed)
        except Failure as failure:
            return failure.with_traceback(None)  # its frames refer to it
        return None

    def parts(self, observed: Observed) -> Any:
        """The nested lists.

        Raises:
            Failure: the result is not built like this.
        """
        value = observed.value if self.of is None else self.of(observed.value)
        return _parts(value, self.counts, self.kind, self.rank, "")


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
