"""Find the known mistake that a failed answer behaves like, by repeating its failing calls with every mistake.

A mistake explains a call where it fails that call itself, in the same way. It is the answer's only if it passes what
the answer passed: a mistake that breaks a case which the answer got right is another one.

What was done with objects is repeated from the first step on, in fresh objects, and every step has to bring the same.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from kb.bank.model.question import Code
from kb.grader.advice.alike import alike
from kb.grader.advice.cause import is_not_finite
from kb.grader.advice.known import KnownMistake, Variant, describe
from kb.grader.advice.repeat import MistakeRun, MistakeWorkers, Pasts, Seen, Steps, is_small
from kb.grader.model.device import CPU
from kb.grader.model.outcome import Failure
from kb.grader.model.verdict import Mistake
from kb.grader.process.calls import Call, Observed, changed_argument
from kb.grader.process.checked import Check, Evidence, Raises
from kb.grader.process.source import Source

MOST_CALLS = 6  # failing calls that are repeated for each mistake
MOST_PASSED = 48  # passed calls that are repeated for each mistake that may be the answer's
MOST_WEIGHED = 12  # mistakes that are tried on passed calls, in one answer


@dataclass(frozen=True)
class Passed:
    """What an answer got right."""

    tests: frozenset[str] = frozenset()
    checks: tuple[tuple[str, Check], ...] = ()  # with the test that each belongs to


class MistakeMatcher:
    """The mistakes of one exercise, and what each of them did on the calls that were tried so far.

    Answers to one exercise fail on the same cases, so one mistake is run once for a call, not once for an answer.
    """

    def __init__(self, exercise: Code):
        self.exercise = exercise
        self._seen: Seen = {}

    @property
    def remembered(self) -> int:
        """How many calls of mistakes are kept."""
        return len(self._seen)

    @cached_property
    def mistakes(self) -> tuple[KnownMistake, ...]:
        return tuple(describe(path, self.exercise) for path in self.exercise.mistakes)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the arguments of the entry; none where it is a class."""
        try:
            tree = ast.parse(self.exercise.starter.read_text(encoding="utf-8"))
        except (OSError, SyntaxError):
            return ()
        entries = (node for node in tree.body if isinstance(node, ast.FunctionDef))
        entry = next((node for node in entries if node.name == self.exercise.entry), None)
        return () if entry is None else tuple(argument.arg for argument in entry.args.args)

    def match(
        self,
        failures: Sequence[Evidence],
        source: Source,
        seed: int,
        device: str = CPU,
        passed: Passed | None = None,
        text: str = "",
    ) -> Mistake | None:
        """The mistake that gives on the failing calls what the answer gave, and passes what the answer passed.

        It explains the first failing call, and half of all that failed; where none does, a second fault may hide it,
        and those are tried whose own tests all failed. Where several explain the same, the cases cannot tell them
        apart, and all are named. Mistakes run on the CPU, also where the answer ran on ``device``.

        Args:
            failures: of the answer, in the order of the tests.
            source: where mistakes run.
            seed: of the inputs.
            device: that the answer ran on.
            passed: what speaks against a mistake.
            text: of the answer.
        """
        passed = passed or Passed()
        observed = [f for f in failures if f.call is not None and is_small(f.call)][:MOST_CALLS]
        if not observed:
            return self._slow({f.test for f in failures if f.outcome == "too slow"})
        with MistakeWorkers(source, self.exercise.entry, seed) as stage:
            run = Matching(observed, passed, text, device)
            for mistake in self.mistakes:
                if mistake.answer.library == "numpy" or source.library == "torch":
                    run.add(mistake, stage, self._seen)
            return run.named({f.test for f in failures})

    def _slow(self, tests: set[str]) -> Mistake | None:
        """The mistakes that only these tests of the speed reject: a right value says nothing about the way to it."""
        slow = [mistake for mistake in self.mistakes if tests.intersection(mistake.caught_by)]
        return _together([mistake.named() for mistake in slow])


@dataclass
class Suspect:
    """A mistake, with one of its numbers, that may be the answer's."""

    mistake: KnownMistake
    variant: Variant | None
    run: MistakeRun
    cleared: bool | None = None  # whether it breaks something that the answer got right; None: not yet known


class Matching:
    """One answer against the mistakes of its exercise."""

    def __init__(self, failures: Sequence[Evidence], passed: Passed, text: str, device: str):
        self._failures, self._passed, self._text, self._device = failures, passed, text, device
        self._pasts = Pasts()
        self._calls = [evidence.call for evidence in failures if evidence.call is not None]
        self._steps = [self._pasts.of(call) for call in self._calls]
        self._suspects: list[Suspect] = []
        self._known: dict[tuple[str, int], bool] = {}
        self._weighed = 0

    def add(self, mistake: KnownMistake, stage: MistakeWorkers, seen: Seen) -> None:
        """Suspect a mistake, unless the answer passes a test that is known to reject it."""
        if not self._passed.tests.intersection(mistake.caught_by):
            self._suspects.append(Suspect(mistake, None, MistakeRun(mistake.id, mistake.answer, stage, seen)))
        for variant in mistake.variants:  # with another number it may pass where the file fails
            name = f"{mistake.id} {variant.number}"
            self._suspects.append(Suspect(mistake, variant, MistakeRun(name, variant.answer, stage, seen)))

    def named(self, failed: set[str]) -> Mistake | None:
        """The mistake, with a second one where the first does not explain everything."""
        every = range(len(self._failures))
        found = self._best([s for s in self._suspects if self._explains(s, 0)], (len(every) + 1) // 2)
        certain = [s for s in self._suspects if failed.issuperset(s.mistake.caught_by)]
        if not found:
            found = self._best(certain, 2) or self._same_tests(certain)
            if not found:
                return None
        rest = [i for i in every if not any(self._explains(s, i) for s in found)]
        others = [
            s for s in certain if s.mistake.id not in {f.mistake.id for f in found} and self._count(s, rest)
        ]
        second = self._best(others, 1, rest) if self._count(found[0], every) else []
        named = _together([s.mistake.named(s.variant) for s in found])
        if named is None or not second:
            return named
        return replace(named, second=_together([s.mistake.named(s.variant) for s in second]))

    def _best(
        self, suspects: Sequence[Suspect], least: int, calls: Sequence[int] | None = None
    ) -> list[Suspect]:
        """Those that explain most of the calls, ``least`` at the least, and break nothing that is right."""
        among = range(len(self._failures)) if calls is None else calls
        ranked = sorted(suspects, key=lambda s: -self._count(s, among))
        for count, several in groupby(ranked, key=lambda s: self._count(s, among)):
            if count < max(least, 1):
                break
            if fitting := _each_once([s for s in several if not self._contradicted(s)]):
                return fitting
        return []

    def _same_tests(self, suspects: Sequence[Suspect]) -> list[Suspect]:
        """The one that fails all these calls, too, where rounding leaves no values to compare.

        A variance in one pass is a little below 0 in one library and a little above in another one, so that NaN stands
        beside a number. That tells only where nearly everything else is right, and one mistake alone is left.
        """
        every = range(len(self._failures))
        few = len(self._failures) >= 2 and 3 * len(self._failures) <= len(self._passed.checks)
        if not few or not any(is_not_finite(evidence.failure) for evidence in self._failures):
            return []
        fitting = [s for s in suspects if all(self._fails(s, i) for i in every) and not self._contradicted(s)]
        fitting = _each_once(fitting)
        return fitting if len(fitting) == 1 else []

    def _count(self, suspect: Suspect, calls: Sequence[int]) -> int:
        return sum(self._explains(suspect, i) for i in calls)

    def _explains(self, suspect: Suspect, number: int) -> bool:
        return self._ask(suspect, number, "explains", self._does_the_same)

    def _fails(self, suspect: Suspect, number: int) -> bool:
        return self._ask(suspect, number, "fails", self._does_not_pass)

    def _ask(self, suspect: Suspect, number: int, what: str, decide: Callable[[Suspect, int], bool]) -> bool:
        key = (f"{what} {suspect.run.name}", number)
        if key not in self._known:
            try:
                self._known[key] = decide(suspect, number)
            except Failure:  # it does not load
                self._known[key] = False
        return self._known[key]

    def _does_the_same(self, suspect: Suspect, number: int) -> bool:
        """Does the mistake do what the answer did, in this call and in all steps before it, and fail by it?"""
        failure, last, steps = self._failures[number], self._calls[number], self._steps[number]
        for step, (call, seen) in enumerate([*last.before, (last, failure.observed or Observed())]):
            mine = suspect.run.observe(steps, step)
            if mine is None:
                return False
            if call is last:
                bad = _judged(mine, call, failure.check)
                if bad is None and failure.check is not None:
                    return False
                if bad is not None and _both_overflow(bad, failure.failure):
                    return True
                if bad is not None and bad.outcome != failure.outcome:
                    return False
            sources = (suspect.run.answer.source, self._text)
            if not alike(mine, seen, call, self._device, sources):
                return False
        return True

    def _does_not_pass(self, suspect: Suspect, number: int) -> bool:
        mine = suspect.run.observe(self._steps[number])
        failure = self._failures[number]
        return mine is not None and _judged(mine, self._calls[number], failure.check) is not None

    def _contradicted(self, suspect: Suspect) -> bool:
        """Does the mistake break something that the answer got right?"""
        if suspect.cleared is None:
            self._weighed += 1
            suspect.cleared = self._weighed <= MOST_WEIGHED and all(
                self._passes(suspect, check, steps) for check, steps in self._evidence
            )
        return not suspect.cleared

    @cached_property
    def _evidence(self) -> list[tuple[Check, Steps]]:
        """Decisions for the answer: of every test the last one first, for it knows all steps of the test's objects."""
        by_test = [
            [check for _, check in several][::-1]
            for _, several in groupby(self._passed.checks, key=lambda pair: pair[0])
        ]
        deep = max(map(len, by_test), default=0)
        turns = [checks[turn] for turn in range(deep) for checks in by_test if turn < len(checks)]
        small = [check for check in turns if is_small(check.call)][:MOST_PASSED]
        return [(check, self._pasts.of(check.call)) for check in small]

    def _passes(self, suspect: Suspect, check: Check, steps: Steps) -> bool:
        try:
            mine = suspect.run.observe(steps)
        except Failure:
            return False
        bad = None if mine is None else _judged(mine, check.call, check)
        # Where the answer overflows as well, it may do so later: in plain Python floats are of double precision.
        return bad is None or (is_not_finite(bad) and is_not_finite(self._failures[0].failure))


def _judged(observed: Observed, call: Call, check: Check | None) -> Failure | None:
    """How a case would judge a result; None where it is right, or where there is no check to judge by."""
    if observed.failure is not None and not isinstance(check, Raises):
        return observed.failure
    changed = changed_argument(call, observed.after) if observed.failure is None else None
    if changed is not None:
        return Failure("changed its input", changed)
    if check is not None:
        return check.judge(observed)
    # The answer raised, and no case came to say what it expects; infinity or NaN is seldom that.
    return Failure("not finite", "") if _holds_no_number(observed.value) else None


def _holds_no_number(value: Any) -> bool:
    """Is there an infinity or NaN in it?"""
    if isinstance(value, (list, tuple)):
        return any(map(_holds_no_number, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and not np.isfinite(value).all()
    return isinstance(value, float) and not math.isfinite(value)


def _both_overflow(one: Failure, other: Failure) -> bool:
    """NaN or infinity where NumPy computes on, an exception where Python does not."""
    return "raised" in (one.outcome, other.outcome) and is_not_finite(one) and is_not_finite(other)


def _each_once(suspects: Sequence[Suspect]) -> list[Suspect]:
    """The first of each mistake: as it is written, or with the first number that fits."""
    return list({s.mistake.id: s for s in reversed(suspects)}.values())[::-1]


def _together(named: Sequence[Mistake]) -> Mistake | None:
    return replace(named[0], also=tuple(named[1:])) if named else None
