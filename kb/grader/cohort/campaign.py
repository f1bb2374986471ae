"""One run over a folder: which answers still need a verdict, their grading, and the files written at the end."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.grader.cohort import disk, identity, markdown, sheet
from kb.grader.cohort.batches import Batch, BatchQueue, size
from kb.grader.cohort.dispatch import Backend, Dispatcher
from kb.grader.cohort.ledger import Ledger
from kb.grader.cohort.names import shown
from kb.grader.cohort.roster import Roster, RosterEntry
from kb.grader.cohort.summary import Summary, summary
from kb.grader.cohort.verdict_json import Record, unfit
from kb.grader.cohort.walk import Problem
from kb.grader.cohort.work import lacks

RUN = "run.json"


class OtherFolder(Exception):
    """The existing grades belong to another folder of answers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The options of a run."""

    folder: Path
    out: Path
    bank: Path | None = None
    seed: int | None = None
    sandbox: bool = False
    fresh: bool = False


class Campaign:
    """Grades the answers of a roster into a ledger.

    Attributes:
        done: files with a verdict that still counts.
        todo: the answers without one.
        seed: of the inputs; the same for all answers, also those of earlier runs.
        notes: lines for the summary.
    """

    def __init__(self, plan: Plan, roster: Roster):
        """
        Raises:
            OtherFolder: the ledger belongs to another folder, and ``fresh`` is not set.
            OSError: the ledger cannot be read or created.
        """
        self._plan, self._roster = plan, roster
        before = {} if plan.fresh else _read(plan.out / RUN)
        self._check_folder(before)
        self.ledger = Ledger(plan.out, plan.fresh)
        self.seed = self._seed(before)
        self.notes = list(roster.notes)
        self.problems = {problem.file: problem for problem in roster.problems}
        self.done: list[str] = []
        self.todo: list[RosterEntry] = []
        self.unwritten = False  # whether something could not be written at the end
        for entry in roster.entries:
            if self._valid(entry):
                self.done.append(entry.found.file)
            else:
                self.todo.append(entry)
        run = {"folder": _name(plan.folder), "seed": self.seed}
        disk.replace(plan.out / RUN, [json.dumps(run).encode() + b"\n"])

    @property
    def already(self) -> int:
        return len(self.done)

    def _check_folder(self, before: dict[str, Any]) -> None:
        folder = before.get("folder")
        if isinstance(folder, str) and folder != _name(self._plan.folder) and Path(folder).exists():
            raise OtherFolder(folder)

    def _seed(self, before: dict[str, Any]) -> int:
        if self._plan.seed is not None:
            return self._plan.seed
        if type(before.get("seed")) is int:
            return int(before["seed"])
        earlier = next((row.seed for row in self.ledger.rows.values() if row.graded), None)
        return secrets.randbelow(1 << 31) if earlier is None else earlier

    def _valid(self, entry: RosterEntry) -> bool:
        """Whether the existing verdict still counts: same text, exercise, grader and inputs."""
        row = self.ledger.rows.get(entry.found.file)
        if row is None:
            return False
        basis = (
            entry.exercise,
            entry.digest,
            self._roster.revs[entry.exercise],
            identity.of_machine(),
            self.seed,
        )
        same = (row.question, row.digest, row.rev, row.machine, row.seed) == basis
        if row.graded and same and not (self._plan.sandbox and lacks(row.layers)):
            return True
        self.ledger.forget(entry.found.file)
        return False

    def begin(self) -> list[Record]:
        """Record the problems that were found before grading. Returns the new ones."""
        new = [unfit(problem, self.seed) for problem in self.problems.values() if not self._noted(problem)]
        self.ledger.append(new)
        return new

    def standing(self) -> list[str]:
        """The files whose record from an earlier run still counts."""
        return [*self.done, *(problem.file for problem in self.problems.values() if self._noted(problem))]

    def _noted(self, problem: Problem) -> bool:
        row = self.ledger.rows.get(problem.file)
        return row is not None and (row.outcome, row.message) == ("wrong use", problem.message)

    def grade(
        self, backend: Backend, workers: int, stop: Callable[[], bool], lost: Callable[[Problem], None]
    ) -> Iterator[list[Record]]:
        """Grade the answers that still need it; each record is written before it is yielded.

        Raises:
            CannotGrade, ClusterLost: as ``Dispatcher.records``; everything graded so far is written.
        """
        unread: list[Record] = []

        def note_lost(problem: Problem) -> None:
            self.problems[problem.file] = problem
            unread.append(unfit(problem, self.seed))
            lost(problem)

        bank = _bank(self._plan.bank)
        hiding = tuple(sorted({_name(self._plan.folder), _name(self._plan.out), *([bank] if bank else [])}))
        like = Batch("", "", (), self.seed, identity.of_machine(), bank, self._plan.sandbox, hiding)
        each = size(len(self.todo), workers)
        dispatcher = Dispatcher(BatchQueue(self.todo, self._roster, each, like, note_lost), backend, stop)
        for records in dispatcher.records():
            self.ledger.append(records)
            yield records
        self.ledger.append(unread)
        yield unread
        if dispatcher.deaths:
            times = "once" if dispatcher.deaths == 1 else f"{dispatcher.deaths} times"
            self.notes.append(f"a process that graded ended {times}; its answers were graded again")

    def finish(self, complete: bool) -> tuple[Summary, list[str]]:
        """Write the table and the summary. Returns the summary, and a line for each file that could not be written."""
        files = [*self.problems, *(entry.found.file for entry in self._roster.entries)]
        files.sort()
        rows = [self.ledger.rows[file] for file in dict.fromkeys(files) if file in self.ledger.rows]
        found = summary(rows)
        lines = []
        if self.ledger.save() and complete:
            lines += _trying("verdicts.jsonl", lambda: self.ledger.compact(list(dict.fromkeys(files))))
        folder = _name(self._plan.folder)
        out = self._plan.out
        lines += _trying("verdicts.csv", lambda: disk.replace(out / "verdicts.csv", sheet.sheet(rows)))
        page = markdown.page(found, shown(folder), self.seed, self.notes)
        lines += _trying("summary.md", lambda: disk.replace(out / "summary.md", page))
        return found, lines


def _trying(name: str, write: Callable[[], None]) -> list[str]:
    try:
        write()
    except OSError as error:
        return [f"{name} cannot be written: {error.strerror or error}"]
    return []


def _bank(bank: Path | None) -> str | None:
    return str(bank.expanduser().resolve()) if bank is not None else None


def _name(folder: Path) -> str:
    return str(folder.resolve())


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
