"""Grading a file: what the command and the session share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.bank.model.question import Code
from kb.progress import Answered
from kb.quiz.arguments import DEVICES
from kb.quiz.find import bank
from kb.quiz.history.history import now, open_recorder
from kb.quiz.rules.evidence import seconds
from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.grader import Verdict

BESIDE = 4  # rows for the command that was typed, a blank line, the rating and the next prompt


def run(
    path: Path,
    roots: tuple[Path, ...],
    question: str | None = None,
    device: str = DEVICES[0],
    seed: int | None = None,
    require_sandbox: bool = False,
) -> tuple[Code, Verdict]:
    """The exercise that the file is for, and the verdict.

    Raises:
        Refused: there is no such question.
        AnswerError: the file cannot be taken as an answer.
        DeviceError: the device is not there.
        SandboxError: a sandbox is required, and is not all there.
        GraderError: the grader itself failed.
    """
    from kb.grader import exercise_of, grade, read_answer
    from kb.grader.process.interrupt import deferred

    with deferred():
        answer = read_answer(path)
        asked = None if question is None else bank.exercise(roots, question).id
        exercise = exercise_of(answer, roots, asked)
        return exercise, grade(answer, exercise, device=device, seed=seed, require_sandbox=require_sandbox)


def show(screen: Screen, verdict: Verdict, path: Path, everything: bool = False, more: str = "--all") -> None:
    """The report; its first line says it in words and in color."""
    from rich.text import Text

    from kb.grader.process.layers import lacking

    for number, line in enumerate(report(screen, verdict, path, everything, rows(screen), more)):
        style = "" if number else style_of(verdict)
        screen.console.print(Text(screen.fold(line), style=style), soft_wrap=True)
    if verdict.sandbox and (absent := lacking(verdict.sandbox)):  # none are named where nothing was executed
        screen.console.print(Text(screen.fold(absent), style="warn"), soft_wrap=True)


def style_of(verdict: Verdict) -> str:
    """The style of the line that says how it ended."""
    return "right" if verdict.passed else "warn" if verdict.only_edges else "wrong"


def report(
    screen: Screen, verdict: Verdict, path: Path, everything: bool, rows: int, more: str = "--all"
) -> list[str]:
    """The lines of the report, laid out with the signs that the screen shows: in ASCII some take more columns."""
    from kb.grader.report.lines import lines

    width = screen.width - 2 * screen.ascii_only  # the report's own … becomes ...
    return [
        screen.fold(line)
        for line in lines(_folded(verdict, screen.fold), path, everything, width, rows, more)
    ]


def _folded(thing: Any, fold: Callable[[str], str]) -> Any:
    """A verdict, or a part of it, with every text folded."""
    if isinstance(thing, str):
        return fold(thing)
    if isinstance(thing, tuple):
        return tuple(_folded(each, fold) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        found = {
            field.name: _folded(getattr(thing, field.name), fold) for field in fields(thing) if field.init
        }
        return replace(thing, **found)
    return thing


def rows(screen: Screen) -> int:
    """The rows of a report that the terminal shows at once, below the command and above what follows the report."""
    from kb.grader.report.lines import ROWS

    height = screen.height
    return ROWS if height is None else max(ROWS, height - BESIDE)


def record_verdict(exercise: Code, verdict: Verdict) -> tuple[Answered, datetime]:
    """Save a verdict in the learner's history.

    Returns:
        The answer as it was rated, and when the exercise is due again.

    Raises:
        ProgressError: it cannot be saved.
    """
    with open_recorder() as recorder:
        took = seconds(exercise, recorder.answers, recorder.aids, now())
        answered = recorder.answer(exercise, verdict.passed, score(verdict), detail(verdict), now(), took)
        return answered, recorder.due(exercise, now())


def score(verdict: Verdict) -> float:
    """The share of the expected tests that passed."""
    passed = sum(test.passed for test in verdict.tests)
    return min(1.0, passed / max(1, len(verdict.expected)))


def detail(verdict: Verdict) -> dict[str, object]:
    """What the history keeps of a verdict."""
    mistake = None if verdict.mistake is None else verdict.mistake.id
    return {
        "outcome": verdict.outcome,
        "failed": [test.id for test in verdict.failed][:10],
        "mistake": mistake,
        "parts": [part.as_json() for part in verdict.parts],
        "only_edges": verdict.only_edges,
    }
