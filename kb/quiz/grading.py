"""Grading a file: what the command and the session share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank.model import Code
from kb.quiz.screen import Screen

if TYPE_CHECKING:
    from kb.grader import Verdict


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the end of this: Python loses one that comes at the wrong moment of an import."""
    pressed: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    except ValueError:  # not the main thread, which Ctrl-C does not reach anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def run(
    path: Path,
    roots: tuple[Path, ...],
    question: str | None = None,
    device: str = "cpu",
    seed: int | None = None,
) -> tuple[Code, Verdict]:
    """The exercise that the file is for, and the verdict.

    Raises:
        AnswerError: the file cannot be taken as an answer.
        DeviceError: the device is not there.
        GraderError: the grader itself failed.
    """
    with undisturbed():
        from kb.grader import exercise_of, grade, read_answer

    answer = read_answer(path)
    exercise = exercise_of(answer, roots, question)
    return exercise, grade(answer, exercise, device=device, seed=seed, while_warming=load_pytest)


def load_pytest() -> None:
    """Import what holds the cases; the process of the answer warms up meanwhile."""
    with undisturbed():
        import pytest  # noqa: F401


def show(screen: Screen, verdict: Verdict, path: Path, everything: bool = False) -> None:
    """The report; its first line says it in words and in color."""
    from rich.text import Text

    from kb.grader.report import lines

    for number, line in enumerate(lines(verdict, path, everything, screen.width)):
        style = "" if number else "right" if verdict.passed else "wrong"
        screen.console.print(Text(screen.fold(line), style=style), soft_wrap=True)


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
    }
