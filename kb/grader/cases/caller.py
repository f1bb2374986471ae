"""The worker of one test, and the calls that its case makes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from kb.grader.cases.in_words import in_words
from kb.grader.compare.describe import clean
from kb.grader.compare.tolerance import for_device
from kb.grader.model.device import CPU
from kb.grader.model.limits import KEPT_BYTES
from kb.grader.model.outcome import Failure
from kb.grader.process.calls import Call, Observed, changed_argument, perform
from kb.grader.process.checked import Check, Evidence, Raises, is_kept
from kb.grader.process.link import Link

_tests = count()


class Caller:
    """Calls the learner's function or class in one test.

    Args:
        start: gives the worker, with the answer loaded: the same one as long as it is usable.
        entry: the name of the function or class.
        library: that the answer is written in.
        device: that arguments are made for.
    """

    def __init__(self, start: Callable[[], Link], entry: str, library: str, device: str = CPU):
        self._start, self._link = start, None
        self.entry, self.library, self.device = entry, library, device
        self.calls: list[tuple[Call, Observed]] = []
        self.passed: list[Check] = []  # decisions for the answer: what a known mistake must fulfill, too
        self.compared = False
        self.evidence: Evidence | None = None  # of the failure that was raised last
        self.test = next(_tests)
        self.objects = 0

    _link: Link | None

    @property
    def printed(self) -> str:
        """What the answer printed in this test, made safe for a terminal."""
        return clean(bytes(self._link.printed).decode(errors="replace")) if self._link else ""

    @property
    def last_input(self) -> str | None:
        """The last call, as the report shows it."""
        return in_words(self.entry, self.calls[-1][0]) if self.calls else None

    def call(self, arguments: tuple[Any, ...], named: dict[str, Any], **more: Any) -> Call:
        """A call whose arrays the device can hold, and which knows what was done with objects before it."""
        arguments = tuple(for_device(value, self.device) for value in arguments)
        named = {name: for_device(value, self.device) for name, value in named.items()}
        self._forget()
        if more.get("object") is not None:
            more["before"] = tuple(pair for pair in self.calls if pair[0].object is not None)
        return Call(arguments, named, **more)

    def new(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> Call:
        """A call that makes an object of the learner's class."""
        call = self.call(arguments, named, op="new", object=(self.test, self.objects))
        self.objects += 1
        return call

    def run(self, call: Call) -> Observed:
        """Make the call, and raise the Failure if there is one."""
        observed = self.observe(call)
        self.accept(call, observed)
        return observed

    def observe(self, call: Call, seconds: float | None = None) -> Observed:
        """Make the call; ``seconds`` as in ``perform``."""
        link = self.start()
        if self.calls and self.calls[-1][0].object is None:
            self.calls.pop()  # of functions only the last call is looked at again
        self.calls.append((call, Observed()))
        observed = perform(link, call, seconds)
        self.calls[-1] = (call, observed)
        return observed

    def accept(self, call: Call, observed: Observed) -> None:
        """Raise the Failure of a call that failed or changed its arguments."""
        if observed.failure is not None:
            raise self.failed(observed.failure, call, observed)
        changed = changed_argument(call, observed.after)
        if changed is not None:
            message = f"{changed} was changed by the call; work on a copy"
            raise self.failed(Failure("changed its input", message), call, observed)

    def decide(self, check: Check, observed: Observed) -> None:
        """Raise the Failure where the check goes against the answer."""
        self.compared = True
        failure = check.judge(observed)
        if failure is not None:
            raise self.failed(failure, check.call, observed, check)
        if is_kept(check.call):
            self.passed.append(check)

    def expect_error(self, error: type[Exception], call: Call) -> None:
        """The call must raise ``error``; a subclass of another name does not count."""
        self.decide(Raises(call, error.__name__), self.observe(call))

    def failed(self, failure: Failure, call: Call, observed: Observed, check: Check | None = None) -> Failure:
        """The failure, after its evidence was kept."""
        self.evidence = Evidence(failure, call, observed, check)
        return failure

    def start(self) -> Link:
        """The worker, with the answer loaded."""
        link = self._start()
        if link is not self._link:
            link.printed.clear()
        self._link = link
        return link

    def restart(self) -> None:
        """Have the next call run in a new worker, which knows nothing of this one."""
        if self._link is not None:
            self._link.usable = False
            self._link = None

    def holds(self, link: Link) -> bool:
        """Whether this is still the worker that calls go to."""
        return self._link is link and link.usable

    def _forget(self) -> None:
        """Let go of what was done with objects before, once that is too much: an answer may give back what it likes."""
        if sum(observed.size for _, observed in self.calls) > KEPT_BYTES:
            self.calls = [(replace(call, before=()), Observed()) for call, _ in self.calls]
