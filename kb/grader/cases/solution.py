"""The fixture ``solution``: call it as if it were the learner's function, then say what should have come.

    solution(boxes, scores, 0.5).equals([2, 0])
    solution(a, b).has_shape(3, 5)
    solution(x).close(expected, scale=1e4)
    solution.gradient(pred, target, cotangent=c).close(expected)
    solution.raises(ValueError, 3, 5)
    solution.keeps_pace(nms, boxes, scores, 0.5).equals(expected)
    solution.in_memory(8 << 20, q, k, v, 128).close(expected)
    block = solution.new(3, 8, stride=2)                          # of a class; see ``kb.grader.cases.objects``

A call runs in the worker; the comparison runs here, where the answer never was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kb.bank.model.question import Performance
from kb.grader.cases.caller import Caller
from kb.grader.cases.objects import Handle
from kb.grader.cases.pace import race
from kb.grader.cases.result import Result
from kb.grader.model.outcome import GraderError
from kb.grader.process.calls import Call


class Solution:
    """The learner's function or class in one test."""

    def __init__(self, caller: Caller, performance: Performance | None = None):
        self._caller, self._performance = caller, performance

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self._run(self._caller.call(arguments, named))

    def gradient(
        self,
        *arguments: Any,
        cotangent: np.ndarray,
        of: int | None = None,
        wrt: int | tuple[int, ...] = 0,
        **named: Any,
    ) -> Result:
        """The gradient of ``sum(cotangent * result)``.

        Args:
            arguments: of the call, as are ``named``.
            cotangent: of the shape of the result; not constant, for the sum of a softmax has no gradient.
            of: picks one of several results.
            wrt: the number of the argument; of several, all come from one backward pass.
        """
        return self._run(self._caller.call(arguments, named, cotangent=cotangent, of=of, wrt=wrt))

    def new(self, *arguments: Any, **named: Any) -> Handle:
        """An object of the learner's class, made with these arguments."""
        made = self._caller.new(arguments, named)
        self._caller.run(made)
        return Handle(self._caller, made, self._caller.start())

    def raises(self, error: type[Exception], *arguments: Any, **named: Any) -> None:
        """The call must raise ``error``; a subclass of another name does not count."""
        self._caller.expect_error(error, self._caller.call(arguments, named))

    def new_raises(self, error: type[Exception], *arguments: Any, **named: Any) -> None:
        """As ``raises``, of making an object."""
        self._caller.expect_error(error, self._caller.new(arguments, named))

    def in_memory(self, extra: int, *arguments: Any, seconds: float | None = None, **named: Any) -> Result:
        """The call, with at most ``extra`` bytes beyond what the worker has when it begins.

        Call the answer on a small input first: what its libraries set up at their first use is then not counted.

        Args:
            extra: bytes for copies of the arguments, everything in between, and the result.
            arguments: of the call, as are ``named``.
            seconds: a deadline other than the usual one.
        """
        call = self._caller.call(arguments, named, memory=extra)
        observed = self._caller.observe(call, seconds)
        if observed.failure is not None and observed.failure.outcome == "out of memory":
            observed.failure.message = f"this call is left {extra >> 20} MiB; {observed.failure.message}"
        self._caller.accept(call, observed)
        return Result(self._caller, call, observed)

    def keeps_pace(self, reference: Callable[..., Any], *arguments: Any, **named: Any) -> Result:
        """The call takes at most ``performance.at_most`` times as long as ``reference`` with the same arguments."""
        if self._performance is None:
            raise GraderError("this case asks for a pace, but question.yaml has no `performance:`")
        return race(self._caller, self._performance, reference, arguments, named)

    def _run(self, call: Call) -> Result:
        return Result(self._caller, call, self._caller.run(call))
