"""``summary.md``: the summary as a page to share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.grader.cohort.summary import OfExercise, Summary, bin_name, percent

BAR = 40
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def page(summary: Summary, folder: str, seed: int, notes: Iterable[str]) -> Iterator[bytes]:
    """The page, line by line.

    Args:
        summary: the results.
        folder: where the answers are.
        seed: of the inputs, the same for all answers.
        notes: lines that were shown while grading.
    """
    for line in _lines(summary, folder, seed, list(notes)):
        yield f"{line}\n".encode("utf-8", "backslashreplace")


def _lines(summary: Summary, folder: str, seed: int, notes: list[str]) -> Iterator[str]:
    yield from (f"# Grades of {_cell(folder)}", "")
    yield f"{summary.passed} of {summary.answers} answers passed. All were given the same inputs: seed {seed}."
    if summary.only_edges:
        yield f"{nearly(summary.only_edges)}."
    yield from _table(
        "By exercise",
        ("exercise", "answers", "passed", "rate", "median score", "core right"),
        (
            (e.id, e.answers, e.passed, percent(e.rate), percent(e.median), e.core_right)
            for e in summary.exercises
        ),
    )
    yield from _histograms(summary.exercises)
    yield from _table("Outcomes", ("outcome", "answers"), summary.outcomes)
    yield from _table(
        "Common mistakes",
        ("answers", "exercise", "behaves like", "page"),
        ((c.count, c.mistake.question, c.mistake.title, c.mistake.page) for c in summary.mistakes),
    )
    yield from _table(
        "Kinds of difference where no mistake is named",
        ("answers", "exercise", "looks like"),
        ((d.count, d.question, d.text) for d in summary.differences),
    )
    yield from _table(
        "Edges that are open where the core is right",
        ("answers", "exercise", "edge"),
        ((e.count, e.question, e.edge) for e in summary.open_edges),
    )
    yield from _table(
        "Slowest",
        ("answer", "seconds", "outcome"),
        ((row.file, f"{row.milliseconds / 1000:.1f}", row.outcome) for row in summary.slowest),
    )
    if notes:
        yield from ("", "## Notes", "", *(f"- {_cell(note)}" for note in notes))
    yield from _table(
        "Not graded",
        ("file", "why"),
        ((row.file, f"{row.outcome}: {row.message}") for row in summary.problems),
    )


def nearly(count: int) -> str:
    """The sentence about the answers that fail only at edges."""
    return f"{count} more {'have' if count > 1 else 'has'} the core right, and only edges open"


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    cells = [tuple(map(_cell, row)) for row in rows]
    if cells:
        yield from ("", f"## {title}", "", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}")
        yield from (f"| {' | '.join(row)} |" for row in cells)


def _histograms(exercises: Iterable[OfExercise]) -> Iterator[str]:
    every = list(exercises)
    if every:
        yield from ("", "## Scores", "", "The share of the tests that an answer passed.")
    for exercise in every:
        yield from ("", f"### {_cell(exercise.id)}", "", "```text")
        yield from (f"{name:>7} {bar} {count}" for name, bar, count in bars(exercise, BAR))
        yield "```"


def bars(exercise: OfExercise, widest: int) -> Iterator[tuple[str, str, int]]:
    """The name, bar and count of each bin; only an empty bin has no bar."""
    most = max(exercise.bins)
    for index, count in enumerate(exercise.bins):
        length = max(1, round(widest * count / most)) if count else 0
        yield bin_name(index), "#" * length, count


def _cell(value: object) -> str:
    """Text that Markdown takes literally, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))
