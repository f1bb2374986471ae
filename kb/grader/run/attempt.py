"""One answer being graded: its workers, and the results so far. The pytest plugin and the driver feed it."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.bank.model.question import Code
from kb.grader.advice import device_check as pretended
from kb.grader.advice.difference.find import find
from kb.grader.advice.match import MistakeMatcher, Passed
from kb.grader.answer.exercise import missing_library
from kb.grader.answer.file import Answer
from kb.grader.answer.forbid import check_source
from kb.grader.cases.caller import Caller
from kb.grader.model.device import CPU
from kb.grader.model.limits import KEPT_BYTES
from kb.grader.model.outcome import DeviceError, Failure, GraderError
from kb.grader.model.verdict import Difference, Mistake, TestResult, Verdict
from kb.grader.process.checked import Check, Evidence, without_results
from kb.grader.process.layers import apart
from kb.grader.process.link import Link
from kb.grader.process.source import Library
from kb.grader.process.sources import Zygotes
from kb.grader.run.judge import Stop, judge
from kb.grader.run.workers import OfAnswer, Workers

# One of these is enough: every further test would wait for its own deadline.
ENDS_GRADING = ("timeout", "too much output")


@dataclass(frozen=True)
class Scope:
    """How much of an answer is tested.

    Attributes:
        timed: whether the tests of its speed are run.
        only: the only tests that are run once it loads; all of them where empty.
        first_failure: whether the first test that fails is enough.
        searched: whether its text is searched for what the exercise forbids.
    """

    timed: bool = True
    only: frozenset[str] = frozenset()
    first_failure: bool = False
    searched: bool = True


EVERYTHING = Scope()


class Attempt:
    """Grades one answer; holds nothing that the answer could reach.

    Args:
        answer: the learner's file.
        exercise: that it answers.
        seed: of the inputs.
        device: cpu, cuda or mps.
        zygotes: where workers come from; the caller closes them.
        workers: other than those of the answer, for a reference that runs in this process.
        namer: knows the mistakes; None where no mistake is to be named.
        device_check: whether an answer in torch that passes on the CPU is run again on a pretended GPU.
        scope: how much of it is tested.

    Raises:
        DeviceError: the answer cannot use the device.
    """

    def __init__(
        self,
        answer: Answer,
        exercise: Code,
        *,
        seed: int,
        device: str = CPU,
        zygotes: Zygotes | None = None,
        workers: Workers | None = None,
        namer: MistakeMatcher | None = None,
        device_check: bool = False,
        scope: Scope = EVERYTHING,
    ):
        self.answer, self.exercise = answer, exercise
        self.seed, self.device, self.scope = seed, device, scope
        self.library: Library = answer.library
        if device != CPU and self.library != "torch":
            raise DeviceError(f"{answer.path} does not use torch, so it runs on the CPU; leave --device out")
        self.results: list[TestResult] = []
        self.failures: list[Evidence] = []
        self.must_stop: str | None = None
        self.refused: DeviceError | None = None
        self._passed: list[tuple[str, Check]] = []  # decisions for the answer, with their tests
        self._expected: list[str] = []
        self._spared: list[str] = []
        self._owns = zygotes is None
        self._zygotes = zygotes or Zygotes(hiding=apart(answer.path, exercise.folder.parents[1]))
        self._namer = namer
        self._kept = 0  # bytes of values in ``failures``
        self._lost = False  # whether some of these had no room
        # Of answers in torch on the CPU, requests are kept, to be repeated on a pretended GPU.
        can = device_check and self.library == "torch" and device == CPU
        self._recording = pretended.Recording() if can else None
        self._workers = workers or OfAnswer(answer, exercise, self._zygotes, seed, device, self._recording)

    def expect(self, ids: Sequence[str]) -> None:
        """The tests that must all pass."""
        self._expected = list(ids)

    def leave_out(self, name: str) -> None:
        """Leave a test out: an answer that is wrong already is not also told how fast it is wrong."""
        self._expected.remove(name)
        self._spared.append(name)

    def load(self) -> None:
        """The first test: nothing forbidden, it executes, the entry is there."""
        tree = self.answer.tree
        if isinstance(tree, SyntaxError):
            at = f" at line {tree.lineno}" if tree.lineno else ""
            raise Failure("syntax or import error", f"{tree.msg}{at}", line=tree.lineno)
        if missing := missing_library(self.answer):
            raise GraderError(missing)
        if self.scope.searched:
            check_source(self.answer, self.exercise.forbid)
        self.connect()

    def connect(self) -> Link:
        """A worker with the answer loaded."""
        return self._workers.connect()

    def caller(self) -> Caller:
        """Through which one test calls the answer."""
        return Caller(self.connect, self.exercise.entry, self.library, self.device)

    def record(
        self, name: str, error: BaseException | None, seconds: float, caller: Caller | None = None
    ) -> TestResult | None:
        """Record the call of a test; its result, or None where it has none.

        Args:
            name: of the test.
            error: that it raised.
            seconds: that it took.
            caller: through which it called the answer.
        """
        if caller is not None and self._namer is not None:
            self._passed += ((name, without_results(check)) for check in caller.passed)
        judged = judge(name, error, seconds * 1000, caller)
        if isinstance(judged, Stop):
            self.must_stop = str(judged.error)
            self.refused = judged.error if isinstance(judged.error, DeviceError) else None
            return None
        result, evidence = judged
        if evidence is not None:
            self._keep(evidence)
        self._stop_after(result)
        return self._add(result)

    def _stop_after(self, result: TestResult) -> None:
        if result.outcome in ENDS_GRADING:
            self.must_stop = f"stopped after {result.outcome}: every further test would wait as long"
        if result.id == "loads" and not result.passed:
            self.must_stop = "the answer does not load"
        if self.scope.first_failure and not result.passed:
            self.must_stop = "one failure is enough"

    def _keep(self, evidence: Evidence) -> None:
        """Keep a failure, with its values as long as there is room: an answer may return as much as it likes."""
        self._kept += evidence.size
        if self._kept > KEPT_BYTES and evidence.call is not None:
            evidence = Evidence(evidence.failure, test=evidence.test)
            self._lost = True
        self.failures.append(evidence)

    def _add(self, result: TestResult) -> TestResult:
        # A test that failed in its call may fail again while it is torn down; the first result counts.
        earlier = next((other for other in self.results if other.id == result.id), None)
        if earlier is not None:
            if result.passed or result.outcome != "grader error":
                return result
            self.results.remove(earlier)
        result = replace(result, part=self.exercise.part(result.id))
        self.results.append(result)
        return result

    def so_far(self, pending: Sequence[str] = ()) -> Verdict:
        """The verdict of the tests that ran; the mistake is not yet named.

        Where one of them failed, the ``pending`` ones are no longer expected: they can change nothing.
        """
        verdict = self._verdict()
        if not verdict.failed:
            return verdict
        return replace(
            verdict,
            expected=tuple(id for id in verdict.expected if id not in pending),
            spared=tuple(dict.fromkeys((*verdict.spared, *pending))),
        )

    def finish(self) -> Verdict:
        """End the worker; the verdict, with the mistake that the answer behaves like, or what else can be said."""
        self._workers.disconnect()
        if self._workers.orphaned and self.results and self.results[-1].passed:
            # It may have returned right values before the process went down that it had killed.
            message = "the answer ended the process that it was started from"
            self.results[-1] = replace(self.results[-1], outcome="crashed", message=message)
        verdict = replace(self._verdict(), mistake=self._mistake())
        if verdict.passed:
            return replace(verdict, warnings=self._warnings())
        return verdict if verdict.mistake is not None else replace(verdict, difference=self._difference())

    def close(self) -> None:
        """End what this attempt started."""
        self._workers.disconnect()
        if self._owns:
            self._zygotes.close()

    def _mistake(self) -> Mistake | None:
        """The known mistake that the answer behaves like."""
        if self._namer is None:
            return None
        # Naming a mistake is a kindness; without it the verdict still stands.
        with contextlib.suppress(GraderError, OSError, ValueError):
            source = self._zygotes.get(self.library)
            tests = frozenset(result.id for result in self.results if result.passed)
            passed = Passed(tests, tuple(self._passed))
            return self._namer.match(
                self.failures, source, self.seed, self.device, passed, self.answer.source
            )
        return None

    def _difference(self) -> Difference | None:
        """What kind of difference it is, where no mistake has a name for it."""
        if self._namer is None or self._lost:
            return None
        right = [check for _, check in self._passed]
        # As with a mistake's name: whatever an answer returned, the verdict stands without.
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = self.must_stop is None
            return find(self.failures, right, self._namer.names, self.exercise.part, whole)
        return None

    def _warnings(self) -> tuple[str, ...]:
        """What would go wrong on a GPU, of an answer that passed on the CPU."""
        if self._recording is None:
            return ()
        with contextlib.suppress(GraderError, OSError):
            source, entry = self._zygotes.get(self.library), self.exercise.entry
            return pretended.check(source, self.answer, entry, self.seed, self._recording)
        return ()

    def _verdict(self) -> Verdict:
        return Verdict(
            question=self.exercise.id,
            tests=tuple(self.results),
            expected=tuple(self._expected),
            seed=self.seed,
            device=self.device,
            sandbox=self._workers.layers,
            library=self.library,
            edges=self.exercise.edges,
            spared=tuple(self._spared),
        )
