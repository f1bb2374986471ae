"""The command ``grade``: a file in, a verdict out, and the exit status that says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank import BankError
from kb.bank import roots as bank_roots
from kb.quiz.commands import grading
from kb.quiz.history.history import now, warn
from kb.quiz.rules.options import Grade
from kb.quiz.rules.status import GRADER_FAILED, NOT_PASSED, OK, WRONG_USE, Refused
from kb.quiz.screen import verdict as verdicts
from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.bank.model.question import Code
    from kb.grader import Verdict


def run(args: Grade) -> int:
    """Grade, report, record."""
    from kb.grader import AnswerError, DeviceError, GraderError
    from kb.grader.process.selftest import SandboxError

    screen = Screen()
    try:
        exercise, verdict = grading.run(
            args.file, bank_roots(args.bank), args.question, args.device, args.seed, args.require_sandbox
        )
    except (AnswerError, DeviceError, BankError, Refused, SandboxError) as error:
        if isinstance(error, BankError) and not args.json:
            raise  # its problems are listed one by one
        return _failed(args, screen, str(error), WRONG_USE)
    except GraderError as error:
        return _failed(
            args, screen, f"the grader failed, which does not count against you: {error}", GRADER_FAILED
        )
    if args.json:
        screen.raw(json.dumps(verdict.as_json(), ensure_ascii=screen.ascii_only))
    else:
        verdicts.show(screen, verdict, args.file, args.all)
    if args.junitxml is not None:
        _junit(args.junitxml, verdict)
    if verdict.outcome == "grader error":
        return GRADER_FAILED
    if not args.no_record:
        _record(args, screen, exercise, verdict)
    return OK if verdict.passed else NOT_PASSED


def _record(args: Grade, screen: Screen, exercise: Code, verdict: Verdict) -> None:
    """Save the result; what goes wrong here is a warning, and the verdict stands."""
    from kb.progress import ProgressError
    from kb.quiz.screen.show import rated

    try:
        answered, due = grading.record_verdict(exercise, verdict)
    except ProgressError as error:
        warn(f"the verdict stands, but was not saved: {error}")
        return
    if not args.json:
        screen.line()
        rated(screen, answered, due, now(), True)


def _junit(file: Path, verdict: Verdict) -> None:
    from kb.grader.report.junit import xml

    try:
        file.write_text(xml(verdict), encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror or error}") from None


def _failed(args: Grade, screen: Screen, message: str, status: int) -> int:
    """No verdict: a line on standard error, and for machines an object of the same form."""
    from kb.grader.model.verdict import no_verdict

    if args.json:
        outcome = "grader error" if status == GRADER_FAILED else "wrong use"
        found = no_verdict(outcome, message, args.question, args.seed, args.device)
        screen.raw(json.dumps(found, ensure_ascii=screen.ascii_only))
    raise Refused(message, status)
