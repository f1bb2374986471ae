"""The number of questions of each kind, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from rich.table import Table

from kb.bank import Bank
from kb.bank.model.question import Bug, Code, Numeric, Open, Predict, Question, Shape


def computed(question: Question) -> bool:
    """Whether its answer is recomputed from an expression."""
    return isinstance(question, Numeric | Shape) and question.compute is not None


def drawn(question: Question) -> bool:
    """Whether it has new numbers at every asking."""
    return isinstance(question, Numeric | Shape) and bool(question.variables)


def followed(question: Question) -> bool:
    """Whether it is open, with points to tick off and what an interviewer asks next."""
    return isinstance(question, Open) and bool(question.points and question.followups)


# number: numeric and shape; bug: bug and predict; asks on: open with follow-ups; L1 to L3: levels
COLUMNS: dict[str, Callable[[Question], bool]] = {
    "all": lambda question: True,
    "single": lambda question: question.kind == "single",
    "multi": lambda question: question.kind == "multiple",
    "order": lambda question: question.kind == "order",
    "number": lambda question: isinstance(question, Numeric | Shape),
    "computed": computed,
    "drawn": drawn,
    "bug": lambda question: isinstance(question, Bug | Predict),
    "open": lambda question: isinstance(question, Open),
    "asks on": followed,
    "L1": lambda question: question.level == 1,
    "L2": lambda question: question.level == 2,
    "L3": lambda question: question.level == 3,
}


def count(questions: Iterable[Question]) -> dict[str, int]:
    """Column -> how many of these questions belong there."""
    found: Counter[str] = Counter()
    for question in questions:
        found.update(name for name, belongs in COLUMNS.items() if belongs(question))
    return {name: found[name] for name in COLUMNS}


def by_page(bank: Bank) -> dict[str, dict[str, int]]:
    """Page -> column -> number, of the knowledge questions."""
    pages: dict[str, list[Question]] = {}
    for question in bank.questions:
        if not isinstance(question, Code):
            pages.setdefault(question.topic, []).append(question)
    return {page: count(questions) for page, questions in sorted(pages.items())}


def totals(bank: Bank) -> dict[str, int]:
    return count(question for question in bank.questions if not isinstance(question, Code))


def table(bank: Bank) -> Table:
    """One row a page, and one for all."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column("page")
    for name in COLUMNS:
        made.add_column(name, justify="right")
    for page, counted in by_page(bank).items():
        made.add_row(page, *(str(counted[name] or "") for name in COLUMNS))
    made.add_section()
    made.add_row("all pages", *(str(number) for number in totals(bank).values()))
    return made
