"""The source of ``module:attribute``, found in the file's syntax tree; nothing is imported or run."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

from kb.quiz.rules.status import Refused


@dataclass(frozen=True, slots=True)
class Source:
    """Where a function or class stands, and its text with decorators."""

    file: Path
    line: int
    source: str


def find(reference: str, folders: list[Path] | None = None) -> Source:
    """Look up ``kb.detection.nms:nms``.

    Args:
        reference: module and attribute.
        folders: where modules are looked for; default: where kb is, then ``sys.path``.

    Raises:
        Refused: there is no such module, or nothing of that name in it.
    """
    module, _, attribute = reference.partition(":")
    own = Path(__file__).resolve().parents[3]
    for folder in folders or [own, *map(Path, sys.path)]:
        base = folder.joinpath(*module.split("."))
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file():
                return _in_file(file, attribute, reference)
    raise Refused(f"the solution {reference} cannot be shown: there is no module {module} here")


def _in_file(file: Path, attribute: str, reference: str) -> Source:
    text = file.read_text(encoding="utf-8")
    body: list[ast.stmt] = ast.parse(text).body
    node: ast.stmt | None = None
    for name in attribute.split("."):
        node = next((each for each in body if getattr(each, "name", None) == name), None)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            raise Refused(f"the solution {reference} cannot be shown: {file} defines no {name}")
        body = node.body
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return Source(file, first, "\n".join(text.splitlines()[first - 1 : node.end_lineno]))
