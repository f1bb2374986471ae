"""One answer being graded: its zygote, and the results so far. The pytest plugin and the driver feed it."""

from __future__ import annotations

import contextlib
import difflib
import time
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.bank.find.libraries import ADD_TORCH, has_torch, lacking
from kb.bank.model.question import Code
from kb.grader.advice.device_check import Recording, check
from kb.grader.advice.match import Namer, Passed
from kb.grader.answer.file import Answer, AnswerError
from kb.grader.answer.forbid import check_source, forbidden
from kb.grader.model.device import CPU
from kb.grader.model.limits import KEPT_BYTES
from kb.grader.model.outcome import DeviceError, Failure, GivenUp, GraderError
from kb.grader.model.verdict import Difference, Mistake, TestResult, Verdict
from kb.grader.process.checked import Check, without_results
from kb.grader.process.layers import apart
from kb.grader.process.link import Link, used_up
from kb.grader.process.zygote import Library, Zygotes

# One of these is enough: every further test would wait for its own deadline.
ENDS_GRADING = ("timeout", "too much output")


def exercise_of(answer: Answer, roots: tuple[Path, ...], asked: str | None = None) -> Code:
    """The exercise that an answer is for: asked for, declared in its first comment line, or by its name.

    Raises:
        AnswerError: it cannot be told, or there is no such exercise; names what there is.
    """
    from kb.bank import load_one

    wanted = asked or answer.declared
    known = exercise_ids(roots)
    if wanted is None:
        same_name = [name for name in known if name.rpartition("/")[2] == answer.path.stem]
        if len(same_name) != 1:
            raise AnswerError(
                f"{answer.path} does not say which exercise it answers: "
                "begin it with `# question: detection/nms`, or give --question ID"
            )
        wanted = same_name[0]
    if wanted not in known:
        near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else "; `python -m kb.quiz --list` shows all"
        raise AnswerError(f"there is no exercise {wanted}{hint}")
    return load_one(roots, wanted)


def exercise_ids(roots: Sequence[Path]) -> list[str]:
    """The ids of all exercises, from the names of their folders; nothing is parsed."""
    found = (path.parent for root in roots for path in root.glob("*/*/question.yaml"))
    return sorted(f"{folder.parent.name}/{folder.name}" for folder in found)


def missing_library(answer: Answer) -> str | None:
    """What to do when the answer needs torch and this installation has none."""
    if answer.library == "torch" and not has_torch():
        return f"it imports torch, which is not installed here; {ADD_TORCH}"
    return None


def check_libraries(answer: Answer, exercise: Code) -> None:
    """Refuse what cannot be graded for want of a library, which is no fault of the answer.

    Raises:
        AnswerError: the answer or the exercise needs PyTorch, and this installation has none.
    """
    if missing := missing_library(answer):
        raise AnswerError(f"{answer.path}: {missing}")
    if missing := lacking(exercise):
        raise AnswerError(missing)


class Attempt:
    """Grades one answer; holds nothing that the answer could reach."""

    timed = True  # whether the tests of its speed are run
    only: frozenset[str] = frozenset()  # the only tests that are run once it loads; all of them where empty

    def __init__(
        self,
        answer: Answer,
        exercise: Code,
        *,
        seed: int,
        device: str = CPU,
        zygotes: Zygotes | None = None,
        namer: Namer | None = None,
        device_check: bool = False,
    ):
        self.answer, self.exercise = answer, exercise
        self.seed, self.device = seed, device
        self.library: Library = answer.library
        if device != CPU and self.library != "torch":
            raise DeviceError(f"{answer.path} does not use torch, so it runs on the CPU; leave --device out")
        self.results: list[TestResult] = []
        self._heard: set[str] = set()
        self.failures: list[Failure] = []
        self._passed: list[tuple[str, Check]] = []  # decisions for the answer, with their tests
        self.must_stop: str | None = None
        self.refused: DeviceError | None = None
        self._expected: list[str] = []
        self._spared: list[str] = []
        self._own = zygotes is None
        self._zygotes = zygotes or Zygotes(hiding=apart(answer.path, exercise.folder.parents[1]))
        self._layers: tuple[str, ...] = ()
        self._mistake: Mistake | None = None
        self._namer = namer
        self._matched = namer is None
        self._link: Link | None = None
        self._allowance = self._zygotes.limits.total_seconds
        self._kept = 0  # bytes of values in ``failures``
        self._lost = False  # whether some of these had no room
        self._orphaned = False
        # Of answers in torch on the CPU, what is asked is kept, to be asked again on a pretended GPU.
        can = device_check and self.library == "torch" and device == CPU
        self._recording = Recording() if can else None
        self._warnings: tuple[str, ...] | None = None

    def expect(self, ids: Sequence[str]) -> None:
        """The tests that must all pass."""
        self._expected = list(ids)

    def spare(self, name: str) -> None:
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
        check_source(self.answer, self.exercise.forbid)
        self.connect()

    def connect(self) -> Link:
        """The worker of this answer, loaded: the one that served the tests so far, or a new one if that has ended.

        A fresh process for every test would cost more than all the tests. Nothing is lost by keeping one: what an
        answer leaves behind in its own process can only change its own results.
        """
        if self._link is not None and self._link.usable:
            return self._link
        self.disconnect()
        if not self._allowance:
            raise used_up(self._zygotes.limits)
        begun = time.monotonic()
        try:
            link = self._start()
        except Failure:
            self._spend(time.monotonic() - begun)
            raise
        self._spend(link.limits.total_seconds - link.allowance)
        link.allowance = self._allowance
        return link

    def _spend(self, seconds: float) -> None:
        self._allowance = max(0.0, self._allowance - seconds)

    def _start(self) -> Link:
        """A new worker, loaded."""
        from kb.grader.cases.solution import connect
        from kb.grader.process.spawned import start_on

        for attempt in (1, 2):
            zygote = self._zygotes.get(self.library)
            try:
                self._link = start_on(
                    self._zygotes,
                    self.library,
                    self.device,
                    lambda source: connect(
                        source,
                        self.answer,
                        self.exercise.entry,
                        self.seed,
                        self.device,
                        forbidden(self.exercise),
                    ),
                )
                self._layers = tuple(self._link.zygote.layers)
                self._link.recorder = self._recording
                return self._link
            except GraderError:
                if attempt == 2 or zygote.alive:
                    raise  # only where an earlier test killed the zygote does a new one help
        raise AssertionError("not reached")

    def disconnect(self) -> None:
        """End the worker; the next test gets a new one."""
        if self._link is not None:
            self._link.close()
            self._allowance = self._link.allowance
            self._orphaned |= self._link.orphaned
            self._link = None

    def hear(
        self, name: str, error: BaseException | None, seconds: float, handle: Any, called: bool = True
    ) -> TestResult | None:
        """Take in one phase of one test, its call or what pytest does around it; a result when it is decided."""
        milliseconds = seconds * 1000
        if called and handle is not None and self._namer is not None:
            self._passed += ((name, without_results(check)) for check in handle.passed)
        if error is None:
            if not called:
                return None
            if handle is not None and not handle.compared:
                error = GraderError("this case compares nothing")
            else:
                return self._add(TestResult(name, "passed", milliseconds=milliseconds))
        if isinstance(error, DeviceError):
            self.refused, self.must_stop = error, str(error)
            return None
        if isinstance(error, GivenUp):
            self.must_stop = str(error)
            return None
        if isinstance(error, AssertionError):
            error = Failure(
                "wrong value", str(error).partition("\n")[0] or "a relation between results does not hold"
            )
        if not isinstance(error, Failure):
            text = f"{type(error).__name__}: {error}".partition("\n")[0]
            failed = TestResult(name, "grader error", f"{text} (this does not count against you)")
            return self._add(failed)
        error.test = name
        self._keep(error)
        if error.outcome in ENDS_GRADING:
            self.must_stop = f"stopped after {error.outcome}: every further test would wait as long"
        if name == "loads":
            self.must_stop = "the answer does not load"
        found = error.difference
        return self._add(
            TestResult(
                name,
                error.outcome,
                error.message,
                expected=found.expected if found else None,
                got=found.got if found else None,
                max_error=found.max_error if found else None,
                first_difference=found.first if found else None,
                input=handle.last_input if handle is not None else None,
                milliseconds=milliseconds,
                printed=handle.printed if handle is not None else "",
            )
        )

    def _keep(self, failure: Failure) -> None:
        """Keep a failure, with its values as long as there is room: an answer may give back as much as it likes."""
        if failure.call is not None:
            seen = [failure.observed, *(observed for _, observed in failure.call.before)]
            self._kept += sum(observed.size for observed in seen if observed is not None)
            if self._kept > KEPT_BYTES:
                failure.call = failure.observed = failure.check = None
                self._lost = True
        self.failures.append(failure)

    def _add(self, result: TestResult) -> TestResult:
        # A test that failed in its call may fail again while it is taken down; the first word counts.
        if result.id in self._heard:
            if result.passed or result.outcome != "grader error":
                return result
            self.results = [other for other in self.results if other.id != result.id]
        self._heard.add(result.id)
        result = replace(result, part=self.exercise.part(result.id))
        self.results.append(result)
        return result

    def mistake(self) -> Mistake | None:
        """The known mistake that the answer behaves like; found once, when first asked."""
        if not self._matched and self._namer is not None:
            self._matched = True
            # Naming a mistake is a kindness; without it the verdict still stands.
            with contextlib.suppress(GraderError, OSError, ValueError):
                zygote = self._zygotes.get(self.library)
                passed = Passed(
                    frozenset(result.id for result in self.results if result.passed), tuple(self._passed)
                )
                self._mistake = self._namer.match(
                    self.failures, zygote, self.seed, self.device, passed, self.answer.source
                )
        return self._mistake

    def difference(self) -> Difference | None:
        """What kind of difference it is, where no mistake has a name for it."""
        if self._namer is None or self._lost:
            return None
        from kb.grader.advice.difference.find import find

        right = [check for _, check in self._passed]
        whole = self.must_stop is None
        # As with a mistake's name: whatever an answer gave, the verdict stands without.
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return find(self.failures, right, self._namer.names, self.exercise.part, whole)
        return None

    def so_far(self, pending: Sequence[str] = ()) -> Verdict:
        """What the tests that ran say; the mistake is not yet named.

        Where one of them failed, the ``pending`` ones are no longer expected: they can change nothing.
        """
        told = self._told(None)
        if not told.failed:
            return told
        return replace(
            told,
            expected=tuple(id for id in told.expected if id not in pending),
            spared=tuple(dict.fromkeys((*told.spared, *pending))),
        )

    def verdict(self) -> Verdict:
        self.disconnect()
        if self._orphaned and self.results and self.results[-1].passed:
            # It may have returned right values before the process went down that it had killed.
            message = "the answer ended the process that it was started from"
            self.results[-1] = replace(self.results[-1], outcome="crashed", message=message)
        told = self._told(self.mistake())
        if told.passed:
            return replace(told, warnings=self.warnings())
        return told if told.mistake is not None else replace(told, difference=self.difference())

    def warnings(self) -> tuple[str, ...]:
        """What would go wrong on a GPU, of an answer that passed on the CPU; found once, when first asked."""
        if self._warnings is None:
            self._warnings = ()
            if self._recording is not None:
                zygote, entry = self._zygotes.get(self.library), self.exercise.entry
                with contextlib.suppress(GraderError, OSError):
                    self._warnings = check(zygote, self.answer, entry, self.seed, self._recording)
        return self._warnings

    def _told(self, mistake: Mistake | None) -> Verdict:
        return Verdict(
            question=self.exercise.id,
            tests=tuple(self.results),
            expected=tuple(self._expected),
            seed=self.seed,
            device=self.device,
            sandbox=self._layers,
            mistake=mistake,
            library=self.library,
            edges=self.exercise.edges,
            spared=tuple(self._spared),
        )

    def close(self) -> None:
        self.disconnect()
        if self._own:
            self._zygotes.close()
