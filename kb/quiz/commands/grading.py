"""Grading a file: what the command and the session share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank.model.question import Code
from kb.grader.model.device import CPU
from kb.quiz.find import bank

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
