"""Decide one test from what it raised."""

from __future__ import annotations

from dataclasses import dataclass

from kb.grader.cases.caller import Caller
from kb.grader.model.outcome import DeviceError, Failure, GivenUp, GraderError
from kb.grader.model.verdict import TestResult
from kb.grader.process.checked import Evidence


@dataclass(frozen=True)
class Stop:
    """The test has no result, and no further test is run."""

    error: DeviceError | GivenUp


def judge(
    name: str, error: BaseException | None, milliseconds: float, caller: Caller | None
) -> tuple[TestResult, Evidence | None] | Stop:
    """The result of a test, with the evidence where the answer failed it.

    Args:
        name: of the test.
        error: that it raised.
        milliseconds: that it took.
        caller: through which it called the answer; None where it does not.
    """
    if error is None and caller is not None and not caller.compared:
        error = GraderError("this case compares nothing")
    if error is None:
        return TestResult(name, "passed", milliseconds=milliseconds), None
    if isinstance(error, DeviceError | GivenUp):
        return Stop(error)
    failure = _failure(error)
    if failure is None:
        text = f"{type(error).__name__}: {error}".partition("\n")[0]
        return TestResult(name, "grader error", f"{text} (this does not count against you)"), None
    return _failed(name, failure, milliseconds, caller), _evidence(name, failure, caller)


def _failure(error: BaseException) -> Failure | None:
    """The answer's failure; None where the case itself went wrong."""
    if isinstance(error, AssertionError):
        first = str(error).partition("\n")[0]
        return Failure("wrong value", first or "a relation between results does not hold")
    return error if isinstance(error, Failure) else None


def _failed(name: str, failure: Failure, milliseconds: float, caller: Caller | None) -> TestResult:
    difference = failure.difference
    return TestResult(
        name,
        failure.outcome,
        failure.message,
        expected=difference.expected if difference else None,
        got=difference.got if difference else None,
        max_error=difference.max_error if difference else None,
        first_difference=difference.first if difference else None,
        input=caller.last_input if caller is not None else None,
        milliseconds=milliseconds,
        printed=caller.printed if caller is not None else "",
    )


def _evidence(name: str, failure: Failure, caller: Caller | None) -> Evidence:
    kept = caller.evidence if caller is not None else None
    if kept is None or kept.failure is not failure:
        return Evidence(failure, test=name)
    return Evidence(failure, kept.call, kept.observed, kept.check, name)
