"""Grading a file: what the command and the session share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank.model.question import Code
from kb.grader.model.device import CPU
from kb.progress import Answered
from kb.quiz.find import bank
from kb.quiz.history.history import now, open_recorder
from kb.quiz.rules.evidence import seconds

if TYPE_CHECKING:
    from kb.grader import Verdict


def run(
    path: Path,
    roots: tuple[Path, ...],
    question: str | None = None,
    device: str = CPU,
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
