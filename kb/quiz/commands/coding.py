"""A coding exercise within a session: write the starter, then grade until it passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kb.bank.model.question import Code
from kb.quiz.commands import grading
from kb.quiz.find import starter
from kb.quiz.rules.answers import Unclear
from kb.quiz.rules.status import Refused
from kb.quiz.rules.suggest import command
from kb.quiz.screen import verdict as verdicts
from kb.quiz.screen.dialog import Table

if TYPE_CHECKING:
    from kb.grader import Verdict


def work(
    table: Table,
    exercise: Code,
    roots: tuple[Path, ...],
    begun: Callable[[], None],
    graded: Callable[[bool, float, object], None],
) -> None:
    """Until the answer passes. The learner may skip or leave at any time.

    Args:
        begun: called when the learner begins to write.
        graded: called with each verdict: passed, score, detail.
    """
    target = starter.place(exercise, Path.cwd())
    last: list[Verdict] = []
    while True:
        word = _word(table, exercise, target, roots)
        if word == "w":
            _write(table, exercise, target)
            begun()
        elif word == "a":
            _everything(table, target, last)
        elif _passes(table, target, exercise, roots, graded, last):
            return


def _everything(table: Table, target: Path, last: list[Verdict]) -> None:
    """All that failed, of the last verdict."""
    if not last:
        table.screen.line("Nothing is graded yet; g grades.", "warn")
        return
    table.screen.line()
    verdicts.show(table.screen, last[-1], target, everything=True)


def _empty(target: Path) -> bool:
    try:
        return target.is_file() and not target.read_bytes().strip()
    except OSError:
        return False  # grading says why it cannot be read


def _word(table: Table, exercise: Code, target: Path, roots: tuple[Path, ...]) -> str:
    """What to do next: ``w`` or ``g``."""
    wanted = (
        f"g grades ./{target.name}"
        if target.exists()
        else f"w writes the starter to ./{target.name}, g grades it"
    )
    again = False
    while True:
        line = table.ask(f"{wanted}; h hint, s skip, q quit", again)
        again = True
        if line is None:
            table.screen.line(f"After trying: {command(roots, f'solution {exercise.id}')}")
            continue
        word = line.strip().casefold()
        word = {"write": "w", "new": "w", "grade": "g", "all": "a", "--all": "a"}.get(word, word)
        if word in ("w", "g", "a"):
            return word
        table.unclear(Unclear("w to write the starter, g to grade, a to see all that failed, h, s or q"))


def _write(table: Table, exercise: Code, target: Path) -> None:
    if target.exists() and not _empty(target):
        table.screen.line(f"./{target.name} exists and was kept. Edit it, then press g.")
        return
    try:
        starter.write(exercise, target)
        table.screen.line(f"Written: ./{target.name}. Open it in your editor, then come back and type g.")
    except Refused as refused:
        table.screen.line(str(refused), "warn")


def _passes(
    table: Table,
    target: Path,
    exercise: Code,
    roots: tuple[Path, ...],
    graded: Callable[[bool, float, object], None],
    last: list[Verdict],
) -> bool:
    from kb.grader import AnswerError, DeviceError, GraderError

    if not target.exists():
        table.screen.line(f"./{target.name} does not exist yet; w writes the starter.", "warn")
        return False
    if _empty(target):
        table.screen.line(f"./{target.name} is empty; w writes the starter into it.", "warn")
        return False
    if table.keyboard.interactive:
        table.screen.line(f"Grading ./{target.name} …", "quiet")
    try:
        _, verdict = grading.run(target, roots, exercise.id)
    except AnswerError as error:
        table.screen.line(str(error), "warn")
        return False
    except (GraderError, DeviceError) as error:
        table.screen.line(f"The grader failed, which does not count against you: {error}", "warn")
        return False
    table.screen.line()
    last[:] = [verdict]
    verdicts.show(table.screen, verdict, target, more="a")
    if verdict.outcome != "grader error":
        graded(verdict.passed, grading.score(verdict), grading.detail(verdict))
    return verdict.passed
