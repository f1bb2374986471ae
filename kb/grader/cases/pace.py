"""Performance bounds: an answer may take so many times as long as the reference, on the same input.

Both are timed here, by one clock around the whole call: arguments encoded, sent and laid out, the function, the result
encoded, sent back and read. The clock stands still while a process waits for a processor, so that a busy machine makes
nobody slow. Caches and turbo modes still do, so a slow call is not believed before answer and reference were timed in
turns, twice. Every repeat has a process of its own: a result that was kept from an earlier call is of no use.
"""

from __future__ import annotations

import inspect
import math
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kb.bank.model.question import Performance
from kb.grader.cases.caller import Caller
from kb.grader.cases.result import Result
from kb.grader.model.outcome import Failure, GraderError
from kb.grader.process.calls import Call, Observed, perform, travel
from kb.grader.process.effort import Effort
from kb.grader.process.here import LocalLink

ROUNDS = 2  # so often the repeats have to say "too slow"
PAIRS = 3  # of answer and reference in a round, whose median counts
BRIEF = 0.1  # seconds; a reference that takes less is called three times: the first call finds cold caches
SLOW = 1.0  # seconds of a call from which on one pair is a round; nobody waits for six of them
CLEAR = 5.0  # times below the bound: one call of the reference, which may be a slow first one, is enough to say so
NEAR = 1.5  # times below the bound; from there on answer and reference are timed in turns
CUT_OFF = 1.5  # times the bound; a call that takes longer is ended
# Times the deadline of other calls; on a machine on which the reference itself is slow, the bound is far away.
SHORTEST, LONGEST = 0.2, 12.0
ADVICE = "work on whole arrays instead of single elements"

Timed = Callable[[], float]  # runs something once, and says how many seconds it took


@dataclass(frozen=True, slots=True)
class Pair:
    """Seconds of the answer and of the reference, one right after the other."""

    answer: float
    reference: float

    @property
    def ratio(self) -> float:
        return self.answer / self.reference


class Usual:
    """The time of a reference: one call tells enough about an answer far below the bound, whenever it was made; near
    the bound only the median of three calls at this moment does."""

    def __init__(self, reference: Timed):
        self.reference = reference
        self._known: float | None = None

    @property
    def known(self) -> bool:
        """Whether it has been timed."""
        return self._known is not None

    @property
    def seconds(self) -> float:
        if self._known is None:
            self._known = self.reference()
        return self._known

    def allows(self, seconds: float, at_most: float) -> bool:
        if seconds <= self.seconds * at_most / CLEAR:
            return True
        now = statistics.median(self.reference() for _ in range(PAIRS))
        return seconds <= now * at_most / NEAR


def too_slow(first: float, answer: Timed, usual: Usual, at_most: float) -> Pair | None:
    """None when the answer keeps pace; otherwise the times that show by how much it does not.

    Args:
        first: seconds of the call that was made already.
        answer: calls the answer once more.
        usual: the reference.
        at_most: the largest ratio that is accepted.
    """
    if usual.allows(first, at_most):
        return None
    for _ in range(ROUNDS):
        middle = median(answer, usual.reference, at_most)
        if middle.ratio <= at_most:
            return None
    return middle


def median(answer: Timed, reference: Timed, at_most: float) -> Pair:
    """The middle one of three pairs; no third one where two agree, and one alone where it took long."""
    pairs: list[Pair] = []
    while len(pairs) < PAIRS:
        pairs.append(Pair(answer(), reference()))
        slow = sum(pair.ratio > at_most for pair in pairs)
        if pairs[-1].answer >= SLOW or 2 in (slow, len(pairs) - slow):
            break
    pairs.sort(key=lambda pair: pair.ratio)
    return pairs[(len(pairs) - 1) // 2]


def message(answer: float, reference: float, at_most: float, cut_off: bool = False) -> str:
    """The message: ``2.9 s where the reference takes 0.03 s: 97 times as long, at most 80 times is allowed``."""
    ratio = round(answer / reference, 9)
    whole = math.floor if cut_off else math.ceil  # "more than" is said of a number that was reached
    times = f"{whole(ratio)}" if ratio >= 10 else f"{whole(10 * ratio) / 10:g}"
    took, more = (f"no result after {seconds(answer)}", "more than ") if cut_off else (seconds(answer), "")
    compared = f"{took} where the reference takes {seconds(reference)}: {more}{times} times as long"
    return f"{compared}, at most {at_most:g} times is allowed; {ADVICE}"


def seconds(value: float) -> str:
    """Two digits, in seconds or in milliseconds."""
    return f"{value:.2g} s" if value >= 0.01 else f"{value * 1000:.2g} ms"


class Race:
    """One call of an answer against the same call of the reference."""

    def __init__(self, caller: Caller, call: Call, usual: Usual, bound: Performance):
        self.caller, self.call, self.usual = caller, call, usual
        self.at_most, self.quick = bound.at_most, bound.quick
        self.best: tuple[float, Observed] | None = None
        self.slowest = 0.0  # of the reference, beside calls of this answer

    def run(self) -> Result:
        """The result of the fastest call, when the answer keeps pace.

        Raises:
            Failure: it does not, or a call failed in another way.
        """
        first = self.answer()
        slow = None if first <= self.quick else too_slow(first, self.again, self.usual, self.at_most)
        if slow is not None:
            raise Failure("too slow", message(slow.answer, slow.reference, self.at_most))
        assert self.best is not None
        return Result(self.caller, self.call, self.best[1])

    def again(self) -> float:
        """One call in a new process, timed."""
        self.caller.restart()
        return self.answer()

    @property
    def deadline(self) -> float:
        """Seconds after which a call is too slow whatever the noise."""
        usual = self.caller.start().limits.call_seconds
        reference = max(self.usual.seconds, self.slowest)
        return min(max(CUT_OFF * reference * self.at_most, SHORTEST * usual), LONGEST * usual)

    def answer(self) -> float:
        """One call, timed."""
        worker = self.caller.start()  # forking and loading one is not the answer's slowness
        # It may turn out that nobody has to time the reference.
        blind = self.quick > 0 and not self.usual.known
        deadline = worker.limits.call_seconds if blind else self.deadline
        effort = Effort(worker.pid, os.getpid())
        observed = self.caller.observe(self.call, deadline)
        took = without_travel(effort.seconds, observed.value)
        failure = observed.failure
        if failure is not None and failure.outcome == "timeout":
            reference = self.usual.reference()  # it may be slower now than it was; then the bound allows more
            self.slowest = max(self.slowest, reference)
            if self.deadline > deadline:
                return self.again()
            if deadline >= reference * self.at_most:
                raise Failure("too slow", message(deadline, reference, self.at_most, cut_off=True))
        self.caller.accept(self.call, observed)
        if self.best is None or took < self.best[0]:
            self.best = took, observed
        return took


def without_travel(took: float, value: Any) -> float:
    """Seconds of a call without those in which a list of a million numbers was put into bytes and read again.

    That is not the learner's doing, and not told by the worker either: the same is done here with the value that came,
    and timed. At most half of the time is left out.
    """
    if not isinstance(value, list | tuple):
        return took  # an array is only copied
    effort = Effort(os.getpid())
    travel(value)
    return took - min(effort.seconds, took / 2)


_usual: dict[Any, Usual] = {}


def race(
    caller: Caller,
    bound: Performance,
    reference: Callable[..., Any],
    arguments: tuple[Any, ...],
    named: dict[str, Any],
) -> Result:
    """What ``solution.keeps_pace`` does."""
    reference = inspect.unwrap(reference)  # one that remembers its results would take no time
    call = caller.call(arguments, named, timed=True)
    key = (reference, *(getattr(value, "shape", None) for value in call.values))
    usual = _usual.setdefault(key, Usual(_timed(reference, call)))
    return Race(caller, call, usual, bound).run()


def _timed(reference: Callable[..., Any], call: Call) -> Timed:
    """The reference in this process, behind the same encoding and decoding as an answer."""
    link = LocalLink(reference, "numpy")

    def run() -> float:
        first = once()
        return first if first >= BRIEF else statistics.median((first, once(), once()))

    def once() -> float:
        effort = Effort(os.getpid())
        observed = perform(link, call)
        took = effort.seconds
        if observed.failure is not None:
            raise GraderError(f"the reference fails: {observed.failure}")
        return max(took, 1e-9)

    return run
