"""A known wrong answer of an exercise: a file whose docstring says what the mistake is and which test catches it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from kb.bank.find.code import without_docstring

FIELDS = "Caught by|Page|Also with"
PLAIN_PAGE = "common-mistakes"  # the section of the exercise's page, where the docstring names none


@dataclass(frozen=True, slots=True)
class MistakeFile:
    """A mistake's file, taken apart.

    Attributes:
        path: of the file; its name is the mistake's id.
        source: the whole text.
        title: the first line of the docstring, without a period.
        explanation: Markdown.
        caught_by: the tests that reject it.
        page: ``area/page#anchor``.
        also_with: the numbers for which the mistake is the same, as written; empty where there are none.
    """

    path: Path
    source: str
    title: str
    explanation: str
    caught_by: tuple[str, ...]
    page: str
    also_with: str = ""

    @property
    def id(self) -> str:
        return self.path.stem

    @property
    def code(self) -> str:
        """The source after the docstring."""
        return without_docstring(self.source)


def read_mistake(path: Path, topic: str) -> MistakeFile:
    """Read a mistake of an exercise that belongs to the page ``topic``.

    Raises:
        ValueError: a part of the docstring is missing; the text says which.
    """
    source = path.read_text(encoding="utf-8")
    title, _, rest = (ast.get_docstring(ast.parse(source, filename=str(path))) or "").partition("\n")
    fields = dict(re.findall(rf"^({FIELDS}): *(.+)$", rest, flags=re.M))
    explanation = re.sub(rf"^({FIELDS}): *.+$", "", rest, flags=re.M).strip()
    parts = {"a title": title, "an explanation": explanation, "Caught by:": fields.get("Caught by")}
    for what, text in parts.items():
        if not text:
            raise ValueError(f"{path}: the docstring lacks {what}")
    anchor = fields.get("Page", PLAIN_PAGE)
    page = anchor if "#" in anchor else f"{topic}#{anchor}"
    caught_by = tuple(part.strip() for part in re.split(r",(?![^\[]*\])", fields["Caught by"]))
    return MistakeFile(
        path, source, title.strip().rstrip("."), explanation, caught_by, page, fields.get("Also with", "")
    )
