"""The result of one call, and the ways in which a case compares it with the expected value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kb.grader.cases.caller import Caller
from kb.grader.cases.parts import HasParts
from kb.grader.compare.arrays import expectation
from kb.grader.compare.tolerance import Precision
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call, Observed
from kb.grader.process.checked import Agrees, Check, HasShape


class Result:
    """The result of one call, to be compared with the expected value."""

    def __init__(
        self, caller: Caller, call: Call, observed: Observed, of: Callable[[Any], Any] | None = None
    ):
        self._caller, self._call, self._observed, self._of = caller, call, observed, of

    @property
    def value(self) -> Any:
        """The decoded value, for relations between several calls. It may be of any type."""
        return self._observed.value if self._of is None else self._of(self._observed.value)

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
            self._check(expected, what="gradient", scale=scale, names=names)
        else:
            self._check(expected, scale=scale)

    def equals(self, expected: Any) -> None:
        """The result is exactly this: indices, labels, flags, None, text. NaN equals NaN."""
        self._check(expected, exact=True)

    def has_shape(self, *shape: int, kind: str = "float") -> None:
        """The result is one array of floats (or ``integer``, ``bool``) of this shape; other tests see to its values."""
        self._decide(HasShape(self._call, shape, kind))

    def parts(self, *counts: int, kind: str = "integer", rank: int = 1) -> Any:
        """The result as nested lists of arrays, for relations: ``parts(5, 2)`` is five pairs.

        Args:
            counts: how many items there are on each level.
            kind: of the values in every array: "float", "integer" or "bool".
            rank: the number of axes of every array.

        Raises:
            Failure: it is not built so.
        """
        wanted = HasParts(self._call, counts, kind, rank, self._of)
        self._decide(wanted)
        return wanted.parts(self._observed)

    def made(self, of: Callable[[Any], Any]) -> Result:
        """The same call, with what ``of`` makes of its value; a failure still knows the value that came.

        Args:
            of: a pure function of the decoded value, which may be of any type; it is applied to the values of known
                mistakes, too. A TypeError, ValueError or IndexError means that the value is of the wrong type.
        """
        return Result(self._caller, self._call, self._observed, of)

    def holding(self, value: Any) -> Result:
        """The same call, with a value that was made from its result; a failure still shows the original value.

        ``made`` says how, which lets the decision be asked of known mistakes as well.
        """
        return self.made(lambda _: value)

    @contextmanager
    def comparing(self) -> Iterator[None]:
        """Keep the call as evidence of a Failure that is raised in here."""
        self._caller.compared = True
        try:
            yield
        except Failure as failure:
            raise self._caller.failed(failure, self._call, self._observed) from None

    def _check(self, expected: Any, **options: Any) -> None:
        wanted = expectation(expected)
        self._decide(Agrees(self._call, wanted, self._caller.device, self._of, options))

    def _decide(self, check: Check) -> None:
        self._caller.decide(check, self._observed)
