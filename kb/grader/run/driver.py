"""Grade answers: pytest holds the cases in this process, the answers run in workers.

The cases of an exercise are collected once, and run once for every answer.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kb.bank.model.question import Code
from kb.grader.advice.match import MistakeMatcher
from kb.grader.answer.exercise import check_libraries
from kb.grader.answer.file import Answer
from kb.grader.cases.remember import remember
from kb.grader.model.device import CPU
from kb.grader.model.outcome import DeviceError, GraderError
from kb.grader.model.verdict import Verdict
from kb.grader.process.layers import apart
from kb.grader.process.selftest import require
from kb.grader.process.sources import Zygotes
from kb.grader.run.attempt import Attempt

# Nothing of the place where pytest runs may change a verdict: no configuration, no conftest, no other plugins.
ISOLATED = ["-c", os.devnull, "--noconftest", "--import-mode=importlib", "--assert=plain", "--capture=no"]
ISOLATED += ["--disable-plugin-autoload", "--strict-markers"]
WITHOUT = [
    *("cacheprovider", "terminal", "doctest", "junitxml", "pastebin", "faulthandler", "stepwise", "logging"),
    *("unraisableexception", "threadexception", "unittest", "recwarn", "setuponly", "setupplan"),
]


Collected = Callable[[Sequence[Any], Sequence[Any]], None]


class Driver:
    """A pytest plugin whose test loop runs all cases for every answer in turn."""

    def __init__(
        self,
        attempts: Iterator[Attempt],
        finished: Callable[[Verdict], None],
        soon: Callable[[Verdict], None] | None = None,
        collected: Collected | None = None,
    ):
        self.attempts = attempts
        self.finished, self.soon, self.collected = finished, soon, collected
        self.refused: Exception | None = None
        self.trouble: list[str] = []

    def pytest_configure(self, config: Any) -> None:
        from kb.grader.run import plugin

        config.stash[plugin.DRIVEN] = True

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.trouble.append(str(report.longrepr))

    def pytest_deselected(self, items: Sequence[Any]) -> None:
        """Nothing may leave out a test of the exercise; what does not concern an answer is seen to below."""
        self.trouble.append(f"{len(items)} of the tests were deselected")

    def pytest_runtestloop(self, session: Any) -> bool:
        from kb.grader.run import direct, plugin

        if session.testsfailed:
            return True
        every = [plugin.case_id(item) for item in session.items]
        if len(set(every)) < len(every):
            self.trouble.append("two of the tests have the same name")
        if self.trouble:
            return True
        for item in session.items:
            direct.note(item)
        for module in {item.module for item in session.items if hasattr(item, "module")}:
            remember(module)
        while (attempt := self._next()) is not None:
            session.config.stash[plugin.ATTEMPT] = attempt
            items = [item for item in session.items if plugin.concerns(item, attempt)]
            attempt.expect([plugin.case_id(item) for item in items])
            if self.collected is not None:
                self.collected(session.items, items)
            self._run(items, attempt)
            self._report_soon(attempt)
            if attempt.refused is not None:
                self.refused = attempt.refused
                break
            self.finished(attempt.finish())
            del session.config.stash[
                plugin.ATTEMPT
            ]  # pytest's configuration outlives the session, in a cycle
        return True

    def _next(self) -> Attempt | None:
        try:
            return next(self.attempts, None)
        except DeviceError as error:
            self.refused = error
            return None

    def _run(self, items: list[Any], attempt: Attempt) -> None:
        from kb.grader.run import direct, plugin

        slow = [plugin.case_id(item) for item in items if plugin.measures_speed(item)]
        for item, following in zip(items, [*items[1:], None], strict=True):
            if slow and plugin.case_id(item) == slow[0]:
                self._report_soon(attempt, slow)
            if attempt.failures and plugin.case_id(item) in slow:
                attempt.leave_out(plugin.case_id(item))
                continue
            if not direct.run(item):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if attempt.must_stop:
                break

    def _report_soon(self, attempt: Attempt, pending: Sequence[str] = ()) -> None:
        if self.soon is not None and attempt.refused is None:
            self.soon(attempt.so_far(pending))


def grade_many(
    answers: Iterable[Answer],
    exercise: Code,
    *,
    seed: int | None = None,
    device: str = CPU,
    zygotes: Zygotes,
    naming: bool = True,
    device_check: bool = False,
    namer: MistakeMatcher | None = None,
    collected: Collected | None = None,
) -> list[Verdict]:
    """The verdicts on several answers to one exercise, in their order; arguments and errors as in ``grade_each``."""
    verdicts: list[Verdict] = []
    grade_each(
        answers,
        exercise,
        verdicts.append,
        seed=seed,
        device=device,
        zygotes=zygotes,
        naming=naming,
        device_check=device_check,
        namer=namer,
        collected=collected,
    )
    return verdicts


def grade_each(
    answers: Iterable[Answer],
    exercise: Code,
    finished: Callable[[Verdict], None],
    *,
    seed: int | None = None,
    device: str = CPU,
    zygotes: Zygotes,
    naming: bool = True,
    soon: Callable[[Verdict], None] | None = None,
    device_check: bool = False,
    namer: MistakeMatcher | None = None,
    collected: Collected | None = None,
) -> None:
    """Grade answers to one exercise, one after the other.

    Args:
        answers: taken one at a time, so they may be a generator.
        exercise: the one that all of them answer.
        finished: called with each verdict, in the order of the answers.
        seed: of the inputs; drawn for each answer when None.
        device: cpu, cuda or mps.
        zygotes: where workers come from; the caller closes them.
        naming: whether a failed answer is compared with the known mistakes.
        soon: called with the verdict of the tests so far before what takes longer: before speed is measured, and before
            an answer that failed is compared with the known mistakes.
        device_check: whether an answer in torch that passed on the CPU is run once more, on a pretended GPU, and warned
            of what would go wrong there.
        namer: what is known of the mistakes from earlier calls for this exercise; a new one when None.
        collected: called for each answer with all tests of the exercise, as pytest's items, and with those that concern
            the answer.

    Raises:
        DeviceError: the device is not there.
        GraderError: the cases themselves cannot be run.
    """
    if namer is None and naming:
        namer = MistakeMatcher(exercise)

    def attempts() -> Iterator[Attempt]:
        for answer in answers:
            yield Attempt(
                answer,
                exercise,
                seed=secrets.randbelow(1 << 31) if seed is None else seed,
                device=device,
                zygotes=zygotes,
                namer=namer,
                device_check=device_check,
            )

    run_attempts(attempts(), exercise, finished, soon, collected)


def run_attempts(
    attempts: Iterator[Attempt],
    exercise: Code,
    finished: Callable[[Verdict], None],
    soon: Callable[[Verdict], None] | None = None,
    collected: Collected | None = None,
) -> None:
    """Run the cases of ``exercise`` for each attempt; errors as in ``grade_each``."""
    import pytest  # only now: a zygote that was started before warms up in the meantime

    from kb.grader.run import plugin

    if sys.flags.optimize:
        raise GraderError("Python runs with -O or PYTHONOPTIMIZE, which takes the asserts out of the cases")
    driver = Driver(attempts, finished, soon, collected)
    options = [*ISOLATED, *(part for name in WITHOUT for part in ("-p", f"no:{name}"))]
    options += ["--rootdir", str(exercise.folder), str(exercise.cases)]
    # Another exercise of the same name, in another bank, may have been graded in this process.
    sys.modules.pop(exercise.cases.stem, None)
    output = io.StringIO()
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(),
        _without_variables(),
    ):
        status = pytest.main(options, plugins=[plugin, driver])
    if driver.refused is not None:
        raise driver.refused
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if driver.trouble or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        detail = (driver.trouble[0] if driver.trouble else output.getvalue()).strip()
        last = detail.splitlines()[-1] if detail else repr(status)
        raise GraderError(f"the cases {exercise.cases} cannot be run: {last}")


@contextlib.contextmanager
def _without_variables() -> Iterator[None]:
    """Keep from pytest what somebody set for it, such as PYTEST_ADDOPTS: it would select among the cases."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    try:
        yield
    finally:
        os.environ.update(kept)


def grade(
    answer: Answer,
    exercise: Code,
    *,
    seed: int | None = None,
    device: str = CPU,
    require_sandbox: bool = False,
    collected: Collected | None = None,
) -> Verdict:
    """The verdict on one answer; errors as in ``grade_many``, and two of its own.

    Raises:
        AnswerError: it needs a library that is not installed.
        SandboxError: a sandbox is required and lacking.
    """
    check_libraries(answer, exercise)
    with Zygotes(hiding=apart(answer.path, exercise.folder.parents[1])) as zygotes:
        zygotes.get(answer.library)  # it warms up while pytest is imported
        if require_sandbox:
            require(zygotes)
        return grade_many(
            [answer],
            exercise,
            seed=seed,
            device=device,
            zygotes=zygotes,
            device_check=True,
            collected=collected,
        )[0]
