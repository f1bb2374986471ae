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
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np

from kb.bank.model.question import Performance
from kb.grader.cases.objects import Handle, told
from kb.grader.cases.result import Result
from kb.grader.compare.describe import clean
from kb.grader.compare.tolerance import for_device
from kb.grader.model.device import CPU
from kb.grader.model.limits import KEPT_BYTES
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call, Observed, changed_argument, describe_argument, perform, same
from kb.grader.process.checked import Check, Raises, is_kept
from kb.grader.process.connect import connect
from kb.grader.process.link import Link

__all__ = ["Call", "Observed", "Result", "Solution", "connect", "describe_argument", "perform", "same"]

_tests = count()


class Solution:
    """The learner's function or class in one test, with a worker behind it."""

    def __init__(
        self,
        link: Callable[[], Link],
        entry: str,
        library: str,
        performance: Performance | None = None,
        device: str = CPU,
    ):
        self._start = link
        self.performance, self.device = performance, device
        self._link: Link | None = None
        self.entry, self.library = entry, library
        self.calls: list[tuple[Call, Observed]] = []
        self.passed: list[Check] = []  # decisions for the answer: what a known mistake must fulfill, too
        self.compared = 0
        self.test = next(_tests)
        self.objects = 0

    def __call__(self, *arguments: Any, **named: Any) -> Result:
        return self.run(self.call(arguments, named))

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
        return self.run(self.call(arguments, named, cotangent=cotangent, of=of, wrt=wrt))

    def new(self, *arguments: Any, **named: Any) -> Handle:
        """An object of the learner's class, made with these arguments."""
        made = self.call(arguments, named, op="new", object=(self.test, self.objects))
        self.objects += 1
        self.run(made)
        return Handle(self, made, self.start())

    def raises(self, error: type[Exception], *arguments: Any, **named: Any) -> None:
        """The call must raise ``error``; a subclass of another name does not count."""
        self.expect_error(error, self.call(arguments, named))

    def new_raises(self, error: type[Exception], *arguments: Any, **named: Any) -> None:
        """As ``raises``, of making an object."""
        made = self.call(arguments, named, op="new", object=(self.test, self.objects))
        self.objects += 1
        self.expect_error(error, made)

    def in_memory(self, extra: int, *arguments: Any, seconds: float | None = None, **named: Any) -> Result:
        """The call, with at most ``extra`` bytes beyond what the worker has when it begins.

        Call the answer on a small input first: what its libraries set up at their first use is then not counted.

        Args:
            extra: bytes for copies of the arguments, everything in between, and the result.
            arguments: of the call, as are ``named``.
            seconds: a deadline other than the usual one.
        """
        call = self.call(arguments, named, memory=extra)
        observed = self.observe(call, seconds)
        if observed.failure is not None and observed.failure.outcome == "out of memory":
            observed.failure.message = f"this call is left {extra >> 20} MiB; {observed.failure.message}"
        self.accept(call, observed)
        return Result(self, call, observed)

    def keeps_pace(self, reference: Callable[..., Any], *arguments: Any, **named: Any) -> Result:
        """The call takes at most ``performance.at_most`` times as long as ``reference`` with the same arguments."""
        from kb.grader.cases.pace import race

        return race(self, reference, arguments, named)

    @property
    def printed(self) -> str:
        """What the answer printed in this test, made safe for a terminal."""
        return clean(bytes(self._link.printed).decode(errors="replace")) if self._link else ""

    @property
    def last_input(self) -> str | None:
        """The last call, as the report shows it."""
        return told(self.entry, self.calls[-1][0]) if self.calls else None

    def call(self, arguments: tuple[Any, ...], named: dict[str, Any], **more: Any) -> Call:
        """A call whose arrays the device can hold, and which knows what was done with objects before it."""
        arguments = tuple(for_device(value, self.device) for value in arguments)
        named = {name: for_device(value, self.device) for name, value in named.items()}
        self._forget()
        if more.get("object") is not None:
            more["before"] = tuple(pair for pair in self.calls if pair[0].object is not None)
        return Call(arguments, named, **more)

    def run(self, call: Call) -> Result:
        """Do it, and raise the Failure if there is one."""
        observed = self.observe(call)
        self.accept(call, observed)
        return Result(self, call, observed)

    def start(self) -> Link:
        """The worker, loaded."""
        if self._link is None or not self._link.usable:
            self._link = self._start()
            self._link.printed.clear()
        return self._link

    def restart(self) -> None:
        """Have the next call run in a new worker, which knows nothing of this one."""
        if self._link is not None:
            self._link.usable = False
            self._link = None

    def holds(self, link: Link) -> bool:
        """Whether this is still the worker that calls go to."""
        return self._link is link and link.usable

    def observe(self, call: Call, seconds: float | None = None) -> Observed:
        """Run a call; ``seconds`` as in ``perform``."""
        link = self.start()
        if self.calls and self.calls[-1][0].object is None:
            self.calls.pop()  # of functions only the last call is looked at again
        self.calls.append((call, Observed()))
        observed = perform(link, call, seconds)
        self.calls[-1] = (call, observed)
        return observed

    def _forget(self) -> None:
        """Let go of what was done with objects before, once that is too much: an answer may give back what it likes."""
        if sum(observed.size for _, observed in self.calls) > KEPT_BYTES:
            self.calls = [(replace(call, before=()), Observed()) for call, _ in self.calls]

    def accept(self, call: Call, observed: Observed) -> None:
        """Raise the Failure of a call that failed or changed its arguments."""
        if observed.failure is not None:
            failure = observed.failure
            failure.call, failure.observed = call, observed
            raise failure
        if observed.after is not None:
            self._check_inputs(call, observed.after)

    def expect_error(self, error: type[Exception], call: Call) -> None:
        self.compared += 1
        check = Raises(call, error.__name__)
        observed = self.observe(call)
        failure = check.judge(observed)
        if failure is not None:
            failure.call, failure.observed, failure.check = call, observed, check
            raise failure
        if is_kept(call):
            self.passed.append(check)

    def _check_inputs(self, call: Call, kept: list[Any]) -> None:
        observed = self.calls[-1][1]
        changed = changed_argument(call, kept)
        if changed is not None:
            message = f"{changed} was changed by the call; work on a copy"
            raise Failure("changed its input", message, None, call, observed)
