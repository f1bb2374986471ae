"""The screen of ``grade-all``: one line for each problem, a progress bar on a terminal, and tables at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from rich.progress import Progress

    from kb.grader.cohort.campaign import Campaign
    from kb.grader.cohort.summary import OfExercise, Summary
    from kb.grader.cohort.verdict_json import Record
    from kb.grader.cohort.walk import Problem

NARROW = 60  # columns, below which tables leave something out
WIDE = 76  # columns, from which on they have everything
FEW = 3  # exercises, up to which the scores are drawn on the terminal too
MOST = 10  # rows of a table on the terminal; the page has all
LONG = 1000  # files, from which on reading them takes a while


class HasWorkers(Protocol):
    name: str
    workers: int


class CohortScreen:
    """Records to standard output where ``--json`` asks for them; what people read goes where it is not in the way."""

    def __init__(self, as_json: bool):
        self._json = as_json
        self._told = Screen(sys.stderr)
        self._out = self._told if as_json else Screen()
        self._records = Screen()
        self._bar: Progress | None = None

    def note(self, text: str, style: str = "quiet") -> None:
        """A line on standard error, above the bar where there is one."""
        from rich.text import Text

        self._told.console.print(
            Text(self._told.fold(text), style=style), soft_wrap=not self._told.console.is_terminal
        )

    def problem(self, problem: Problem) -> None:
        self.note(str(problem), "warn")

    def records(self, records: Iterable[Record]) -> None:
        if self._json:
            for record in records:
                self._records.raw(json.dumps(record))

    def earlier(self, campaign: Campaign) -> None:
        """What is graded already; with ``--json`` it is told again, so that the output is about all files."""
        total = campaign.already + len(campaign.todo)
        if campaign.already:
            self.note(f"{campaign.already} of {total} are graded already.")
        if campaign.ledger.unreadable:
            self.note(
                f"{campaign.ledger.unreadable} lines of {campaign.ledger.path} are not verdicts; left out.",
                "warn",
            )
        if self._json:
            for line in campaign.ledger.lines(campaign.standing()):
                self._records.raw(line.decode().rstrip("\n"))

    def start(self, campaign: Campaign, place: HasWorkers) -> None:
        count = len(campaign.todo)
        processes = f"{place.workers} process{'es' if place.workers > 1 else ''}"
        self.note(f"Grading {count} answer{'s' if count > 1 else ''} with {processes} of {place.name}.")

    @contextmanager
    def reading(self, files: int) -> Iterator[Callable[[int], None] | None]:
        if files < LONG or not self._told.console.is_terminal:
            yield None
            return
        with self._progress("reading") as (bar, task):
            bar.update(task, total=files)
            yield lambda number: bar.update(task, completed=number)

    @contextmanager
    def grading(self, answers: int) -> Iterator[Callable[[int], None]]:
        """A bar on a terminal; elsewhere nothing moves."""
        if not self._told.console.is_terminal:
            yield lambda count: None
            return
        with self._progress("grading") as (bar, task):
            bar.update(task, total=answers)
            yield lambda count: bar.update(task, advance=count)

    @contextmanager
    def _progress(self, what: str) -> Iterator[tuple[Progress, Any]]:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        wide = self._told.width >= NARROW
        columns: list[Any] = [TextColumn(what)] if wide else []
        columns += [BarColumn(40 if wide else 12), MofNCompleteColumn()]
        columns += [TextColumn("{task.fields[rate]}"), TimeRemainingColumn(compact=not wide)]
        bar = Progress(*columns, console=self._told.console, transient=True, speed_estimate_period=20)
        with _rated(bar):
            yield bar, bar.add_task(what, total=None, rate="")

    def summary(self, summary: Summary, campaign: Campaign, out: Path) -> None:
        """The tables, as in ``summary.md``, as far as they are of interest at once."""
        from kb.grader.cohort.markdown import nearly

        screen = self._out
        if not summary.exercises:
            return
        screen.line()
        self._by_exercise(summary)
        for exercise in summary.exercises if len(summary.exercises) <= FEW else ():
            self._histogram(exercise)
        self._rows("Outcomes", [(str(count), outcome) for outcome, count in summary.outcomes])
        common = [
            (str(c.count), f"{c.mistake.question}: {c.mistake.title} ({c.mistake.page})")
            for c in summary.mistakes
        ]
        self._rows("Common mistakes", common)
        kinds = [(str(d.count), f"{d.question}: {d.text}") for d in summary.differences]
        self._rows("Kinds of difference where no mistake is named", kinds)
        edges = [(str(e.count), f"{e.question}: {e.edge}") for e in summary.open_edges]
        self._rows("Edges that are open where the core is right", edges)
        screen.line()
        passed = f"{summary.passed} of {summary.answers} answers passed"
        style = "right" if summary.passed == summary.answers else None
        screen.line(f"{passed}. All had the same inputs: --seed {campaign.seed}.", style)
        if summary.only_edges:
            screen.line(f"{nearly(summary.only_edges)}.")
        if summary.problems:
            files = "1 file" if len(summary.problems) == 1 else f"{len(summary.problems)} files"
            screen.line(f"{files} could not be graded; summary.md says why.", "warn")
        screen.line(f"{out}: verdicts.jsonl, verdicts.csv, summary.md")

    def _by_exercise(self, summary: Summary) -> None:
        from rich.table import Table

        from kb.grader.cohort.summary import percent

        wide = self._out.width >= NARROW
        table = Table(
            box=None, padding=(0, 2, 0, 0) if wide else (0, 1, 0, 0), header_style="bold", pad_edge=False
        )
        table.add_column("exercise", overflow="fold")
        shown = 3 if not wide else 4 if self._out.width < WIDE else 5
        names = ("answers", "passed", "rate", "median score", "core right")[:shown]
        for name in names:
            table.add_column(name, justify="right", no_wrap=True)
        for e in summary.exercises:
            cells = (str(e.answers), str(e.passed), percent(e.rate), percent(e.median), str(e.core_right))
            table.add_row(e.id, *cells[: len(names)])
        self._out.show(table)

    def _histogram(self, exercise: OfExercise) -> None:
        from kb.grader.cohort.markdown import bars

        screen = self._out
        screen.line()
        screen.line(f"{exercise.id}: share of the tests passed", "bold")
        sign = "#" if screen.ascii_only else "█"
        for name, bar, count in bars(exercise, max(10, min(40, screen.width - 20))):
            screen.raw(f"{name:>9} {bar.replace('#', sign)}{' ' if bar else ''}{count}")

    def _rows(self, title: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        screen = self._out
        screen.line()
        screen.line(title, "bold")
        width = max(len(count) for count, _ in rows)
        screen.columns([(f"{count:>{width + 2}}", screen.fold(text)) for count, text in rows[:MOST]])
        if len(rows) > MOST:
            screen.line(f"and {len(rows) - MOST} more in summary.md", "quiet", indent=2)


@contextmanager
def _rated(bar: Progress) -> Iterator[None]:
    """Show the bar, with a rate that is up to date whenever it is drawn."""
    draw = bar.get_renderables

    def rated() -> Iterable[Any]:
        for task in bar.tasks:
            task.fields["rate"] = f"{task.speed:.1f}/s" if task.speed else ""
        return draw()

    bar.get_renderables = rated  # type: ignore[method-assign]
    with bar:
        yield
