"""``python -m kb.dev check``: proves the content, in parallel."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from kb.bank import Bank, BankError, load
from kb.bank import schema as bank_schema
from kb.bank.model import Question
from kb.dev import mirror, pages
from kb.dev.finding import Finding
from kb.dev.tree import Tree


@dataclass(frozen=True)
class Report:
    """What was checked, and what is wrong."""

    findings: tuple[Finding, ...]
    pages: int
    questions: int
    exercises: int
    mistakes: int
    accepted: int

    def summary(self) -> str:
        counts = f"{self.pages} pages, {self.questions} questions, {self.exercises} exercises"
        proofs = (
            f"{self.accepted} right answers accepted, {self.mistakes} mistakes rejected by the test they name"
        )
        wrong = len(self.findings)
        return f"{counts}: " + (proofs if not wrong else f"{wrong} thing{'s' * (wrong > 1)} to mend")


def check(tree: Tree, advance: Callable[[int, int], None] = lambda done, of: None) -> Report:
    """Check everything below ``tree``. ``advance`` is told how many of how many proofs are done."""
    try:
        bank = load((tree.questions,))
    except BankError as error:
        findings = tuple(Finding(str(problem.location), str(problem)) for problem in error.problems)
        return Report(findings or (Finding(tree.show(tree.questions), str(error)),), 0, 0, 0, 0, 0)
    found = [*mirror.check(tree), *pages.check(tree, bank), *_schema(tree)]
    found += _prove(bank, advance)
    exercises = bank.exercises
    return Report(
        tuple(sorted(set(found))),
        len(tree.pages()),
        len(bank.questions) - len(exercises),
        len(exercises),
        sum(len(exercise.mistakes) for exercise in exercises),
        sum(len(exercise.accepted) for exercise in exercises),
    )


def _schema(tree: Tree) -> Iterator[Finding]:
    path = tree.questions / bank_schema.NAME
    if not path.is_file() or path.read_text(encoding="utf-8") != bank_schema.text():
        yield Finding(tree.show(path), "is not current; `python -m kb.dev schema` writes it")


def _prove(bank: Bank, advance: Callable[[int, int], None]) -> list[Finding]:
    """Exercises one by one, and all other questions in one go, over the processors."""
    others = [question for question in bank.questions if question not in bank.exercises]
    found: list[Finding] = []
    # Spawned: a fork would inherit whatever torch has started in this process.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=get_context("spawn")) as pool:
        tasks: list[Future[list[Finding]]] = [pool.submit(_exercise, exercise) for exercise in bank.exercises]
        tasks += [pool.submit(_questions, tuple(others), bank)]
        for done, task in enumerate(as_completed(tasks), start=1):
            found += task.result()
            advance(done, len(tasks))
    return found


def _exercise(exercise: Question) -> list[Finding]:
    from kb.bank.model import Code
    from kb.dev.exercises import prove

    assert isinstance(exercise, Code)
    return prove(exercise)


def _questions(questions: tuple[Question, ...], bank: Bank) -> list[Finding]:
    from kb.dev import answers

    return [finding for question in questions for finding in answers.check(question, bank)]


def run(tree: Tree) -> int:
    """The command: progress on a terminal, findings on standard output, 1 when there are any."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("proving", total=None)
        report = check(tree, lambda done, of: progress.update(bar, completed=done, total=of))
    for finding in report.findings:
        print(finding)
    print(report.summary())
    return 1 if report.findings else 0
