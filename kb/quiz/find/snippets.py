"""The code that a ``bug`` question shows: a mistake of an exercise without its telling docstring."""

from __future__ import annotations

import ast
from pathlib import Path

from kb.bank.model.question import Bug
from kb.quiz.rules.status import Refused


def snippet(question: Bug, roots: tuple[Path, ...]) -> str:
    """The mistake's code as it stands in its file, from its first statement on.

    Raises:
        Refused: the bank names a mistake that is not there.
    """
    for root in roots:
        file = root / question.exercise / "mistakes" / f"{question.mistake}.py"
        if file.is_file():
            return without_docstring(file.read_text(encoding="utf-8"))
    raise Refused(f"{question.location}: no mistake {question.mistake} of {question.exercise} in {roots[0]}")


def without_docstring(source: str) -> str:
    """Python source from its first statement after the module's docstring, without what precedes it."""
    body = ast.parse(source).body
    skip = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        skip = body[0].end_lineno or 0
    return "\n".join(source.splitlines()[skip:]).strip("\n")
