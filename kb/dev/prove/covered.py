"""Every concept of a subject has a place: a page's section, and code or a question that goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kb.bank import Bank, BankError
from kb.bank.find.code import CodeError, find_symbol
from kb.bank.model.question import Code, Open, Question
from kb.content import coverage
from kb.content.coverage import FOLDER, SUBJECTS, Coverage
from kb.dev.finding import Finding
from kb.dev.pages import pages
from kb.dev.tree import Tree


@dataclass(frozen=True)
class There:
    """What can be referred to."""

    anchors: dict[str, set[str]]
    questions: dict[str, Question]
    tree: Tree

    def page(self, where: str) -> str | None:
        """What is wrong with ``area/page#anchor``."""
        return pages.lacking(self.anchors, where)

    def symbol(self, name: str) -> str | None:
        """What is wrong with a reference to ``module:attribute``; None where it is defined."""
        try:
            find_symbol(name, [self.tree.root])
        except CodeError as error:
            return f"{name}: {error}"
        return None


def check(tree: Tree, bank: Bank, complete: bool = True) -> Iterator[Finding]:
    """Rows without cover, references to what is not there and, when ``complete``, concepts that were left out."""
    if not (tree.docs / FOLDER).is_dir():
        return
    try:
        subjects = coverage.read(tree.docs)
    except BankError as error:
        yield from (Finding(str(problem.location), problem.what) for problem in error.problems)
        return
    there = There(pages.anchors(tree), {question.id: question for question in bank.questions}, tree)
    for covered in subjects.values():
        where = f"docs/{FOLDER}, {covered.subject}"
        for what in (*_rows(covered, there), *_asked(covered, there)):
            yield Finding(where, what)
    for subject, numbers in SUBJECTS.items() if complete else ():
        rows = subjects[subject].rows if subject in subjects else ()
        missing = sorted(numbers - {row.row for row in rows})
        if missing:
            listed = ", ".join(map(str, missing))
            yield Finding(f"docs/{FOLDER}, {subject}", f"these rows are not covered: {listed}")


def _rows(covered: Coverage, there: There) -> Iterator[str]:
    for number, times in Counter(row.row for row in covered.rows).items():
        if times > 1:
            yield f"row {number} stands there {times} times"
    for row in covered.rows:
        wrong = [there.page(row.page), there.symbol(row.symbol) if row.symbol else None]
        if row.exercise and not isinstance(there.questions.get(row.exercise), Code):
            wrong.append(f"{row.exercise}, which is not an exercise")
        wrong += [f"{name}, which is not a question" for name in row.questions if name not in there.questions]
        if not (row.symbol or row.exercise or row.questions):
            wrong.append("a page alone; expected a symbol, an exercise or a question as well")
        yield from (f"row {row.row} refers to {what}" for what in wrong if what)


def _asked(covered: Coverage, there: There) -> Iterator[str]:
    entries = [(f"claim {entry.claim}", entry.page, entry.questions, False) for entry in covered.claims]
    entries += [(f"open question {entry.open}", entry.page, entry.questions, True) for entry in covered.open]
    for what, page, questions, open_only in entries:
        if wrong := there.page(page):
            yield f"{what} refers to {wrong}"
        for name in questions:
            question = there.questions.get(name)
            if question is None:
                yield f"{what} refers to {name}, which is not a question"
            elif open_only and not isinstance(question, Open):
                yield f"{what} refers to {name}, which is of kind {question.kind}; expected an open one"
            elif not open_only and isinstance(question, Open):
                yield f"{what} refers to {name}, which is open; expected one in which the claim can be chosen"
