"""Formulas that cannot be set: found here in a second, with file and line, rather than by a build of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from kb.bank import Bank
from kb.bank.model.question import Location
from kb.content.formulas import FormulaError, places, typeset
from kb.dev.finding import Finding
from kb.dev.tree import Tree
from kb.grader.advice.known import describe

# Code and names: a dollar in them is a dollar.
NO_MARKDOWN = {
    "id",
    "snippet",
    "line",
    "compute",
    "answer",
    "entry",
    "reference",
    "folder",
    "location",
    "formerly",
}
FENCED = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2[^\n]*", re.M | re.S)


def check(tree: Tree, bank: Bank) -> Iterator[Finding]:
    """Formulas of pages, questions and mistakes."""
    for path in sorted(tree.docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for index, what in broken(FENCED.sub(lambda found: _blank(found[0]), text)):
            yield Finding(f"{tree.show(path)}:{text.count(chr(10), 0, index) + 1}", what)
    for question in bank.questions:
        for text in _texts(question):
            for index, what in broken(text):
                yield Finding(_where(question.location, text, index), what)
    for exercise in bank.exercises:
        for path in exercise.mistakes:
            yield from _mistake(path, exercise)


def broken(text: str) -> Iterator[tuple[int, str]]:
    """The formulas of a Markdown text that cannot be set: where each begins, and what is wrong with it."""
    for index, latex, display in places(text):
        try:
            typeset(latex, display)
        except FormulaError as error:
            yield index, str(error)


def _blank(code: str) -> str:
    """As many lines and characters without a formula."""
    return re.sub(r"[^\n]", " ", code)


def _texts(thing: Any) -> Iterator[str]:
    """Every Markdown text of a question."""
    if isinstance(thing, str):
        if "$" in thing:
            yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _texts(each)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in NO_MARKDOWN:
                yield from _texts(getattr(thing, field.name))


def _where(location: Location, text: str, index: int) -> str:
    """The line of the file in which the formula stands; the question's own where that cannot be seen."""
    formula = text[index:].partition("\n")[0].split("$")
    start = "$".join(formula[:3] if formula[1] == "" else formula[:2])
    lines = location.file.read_text(encoding="utf-8").splitlines()
    number = next(
        (at for at, line in enumerate(lines[location.line - 1 :], location.line) if start in line), None
    )
    return f"{location.file}:{number or location.line}"


def _mistake(path: Path, exercise: Any) -> Iterator[Finding]:
    try:
        found = describe(path, exercise)
    except (OSError, ValueError, SyntaxError):
        return  # the proof of the exercise says so
    for text in (found.title, found.explanation):
        for _, what in broken(text):
            yield Finding(str(path), what)
