"""The results of a cohort in numbers, for the terminal and ``summary.md``. Pure: rows in, numbers out."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.grader.cohort.row import NamedMistake, Row

BINS = 10
SLOWEST = 5


@dataclass(frozen=True, slots=True)
class OfExercise:
    """The graded answers to one exercise."""

    id: str
    answers: int
    passed: int
    median: float
    bins: tuple[int, ...]  # answers with a score in [0, 0.1), [0.1, 0.2), ... [0.9, 1]
    core_right: int  # answers that passed every test of the core

    @property
    def rate(self) -> float:
        return self.passed / self.answers


@dataclass(frozen=True, slots=True)
class Common:
    """A known mistake, and the number of answers that behave like it."""

    count: int
    mistake: NamedMistake


@dataclass(frozen=True, slots=True)
class OpenEdge:
    """An edge of an exercise, and the number of answers with a right core that fail there."""

    count: int
    question: str
    edge: str


@dataclass(frozen=True, slots=True)
class CommonDifference:
    """A kind of difference, and the number of answers without a known mistake that have it."""

    count: int
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    exercises: tuple[OfExercise, ...]
    outcomes: tuple[tuple[str, int], ...]  # of all graded answers, the most frequent first
    mistakes: tuple[Common, ...]
    slowest: tuple[Row, ...]
    problems: tuple[Row, ...]
    layers: (
        frozenset[str] | None
    )  # of the sandbox, those that every answer had; None where nothing was executed
    open_edges: tuple[OpenEdge, ...]  # the most frequent first
    differences: tuple[CommonDifference, ...] = ()  # likewise

    @property
    def answers(self) -> int:
        return sum(each.answers for each in self.exercises)

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.exercises)

    @property
    def only_edges(self) -> int:
        """The number of answers with a right core that did not pass."""
        return sum(each.core_right - each.passed for each in self.exercises)


def summary(rows: Iterable[Row]) -> Summary:
    every = list(rows)
    by_exercise: dict[str, list[Row]] = defaultdict(list)
    for row in every:
        if row.graded:
            by_exercise[row.question].append(row)
    graded = [row for some in by_exercise.values() for row in some]
    outcomes = Counter(row.outcome for row in graded)
    return Summary(
        exercises=tuple(_exercise(id, some) for id, some in sorted(by_exercise.items())),
        outcomes=tuple(sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))),
        mistakes=_common(graded),
        slowest=tuple(sorted(graded, key=lambda row: (-row.milliseconds, row.file))[:SLOWEST]),
        problems=tuple(row for row in every if not row.graded),
        layers=_layers(graded),
        open_edges=_open_edges(graded),
        differences=_differences(graded),
    )


def _layers(rows: Iterable[Row]) -> frozenset[str] | None:
    executed = [frozenset(row.layers) for row in rows if row.layers]
    return frozenset.intersection(*executed) if executed else None


def _exercise(id: str, rows: Sequence[Row]) -> OfExercise:
    bins = [0] * BINS
    for row in rows:
        # Whole numbers: 0.3 * 10 is less than 3.
        bins[min(BINS - 1, BINS * row.passed // row.tests if row.tests else 0)] += 1
    passed = sum(row.outcome == "passed" for row in rows)
    core = sum(row.outcome == "passed" or row.core_right for row in rows)
    return OfExercise(id, len(rows), passed, statistics.median(row.score for row in rows), tuple(bins), core)


def _open_edges(rows: Iterable[Row]) -> tuple[OpenEdge, ...]:
    """The open edges of answers with a right core; one that is wrong everywhere says nothing about special cases."""
    counts = Counter((row.question, edge) for row in rows if row.core_right for edge in row.open_edges)
    return tuple(
        OpenEdge(count, question, edge)
        for (question, edge), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _differences(rows: Iterable[Row]) -> tuple[CommonDifference, ...]:
    counts = Counter((row.question, row.difference) for row in rows if row.difference)
    return tuple(
        CommonDifference(count, question, text)
        for (question, text), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _common(rows: Iterable[Row]) -> tuple[Common, ...]:
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    named: dict[tuple[str, tuple[str, ...]], NamedMistake] = {}
    for row in rows:
        if row.mistake is not None:
            key = (row.mistake.question, row.mistake.ids)
            counts[key] += 1
            named[key] = row.mistake
    return tuple(
        Common(count, named[key])
        for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def percent(share: float) -> str:
    """Whole percents; 100 only if nothing is missing, 0 only if there is nothing."""
    if 0 < share < 0.01:
        return "<1%"
    return f"{99 if 0.99 <= share < 1 else round(100 * share)}%"


def bin_name(index: int) -> str:
    return f"{100 * index // BINS}-{100 * (index + 1) // BINS - (index < BINS - 1)}%"
