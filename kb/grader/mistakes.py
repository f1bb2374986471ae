"""Known wrong answers: files whose docstrings say what the mistake is and which test must catch it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from kb.bank.model import Code
from kb.grader.answer import Answer
from kb.grader.verdict import Mistake


@dataclass(frozen=True)
class Described:
    """A mistake file: its text and what its docstring says."""

    answer: Answer
    title: str
    explanation: str
    caught_by: tuple[str, ...]
    page: str

    @property
    def id(self) -> str:
        return self.answer.path.stem

    def named(self) -> Mistake:
        return Mistake(self.id, self.title, self.explanation, self.page)


def describe(path: Path, exercise: Code) -> Described:
    """Read a mistake's docstring: a title, an explanation, ``Caught by:`` and ``Page:`` lines.

    Raises:
        ValueError: a part is missing; the text says which.
    """
    source = path.read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    title, _, rest = text.partition("\n")
    fields = dict(re.findall(r"^(Caught by|Page): *(.+)$", rest, flags=re.M))
    explanation = re.sub(r"^(Caught by|Page): *.+$", "", rest, flags=re.M).strip()
    for what, there in {
        "a title": title,
        "an explanation": explanation,
        "Caught by:": fields.get("Caught by"),
    }.items():
        if not there:
            raise ValueError(f"{path}: the docstring lacks {what}")
    page = fields.get("Page", "common-mistakes")
    if "#" not in page:
        page = f"{exercise.topic}#{page}"
    caught = tuple(part.strip() for part in re.split(r",(?![^\[]*\])", fields["Caught by"]))
    return Described(Answer(path, source), title.rstrip("."), explanation, caught, page)
