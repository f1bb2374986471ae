"""Source code by name: a module, a symbol in it, the code of a *bug* question. Nothing is imported or run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.bank.model.question import Bug

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
OWN = Path(__file__).resolve().parents[3]  # the folder that holds kb


class CodeError(LookupError):
    """There is no such code; the text says what is missing, and where."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """The definition of a name.

    Attributes:
        file: the module's file.
        line: its first line there, a decorator's where it has one.
        code: its lines, without the indentation that they share.
    """

    file: Path
    line: int
    code: str


def module_file(module: str, folders: Sequence[Path] | None = None) -> Path:
    """The file of a module.

    Args:
        module: with dots, such as ``kb.detection.nms``.
        folders: where to look; default: where kb is, then ``sys.path``.

    Raises:
        CodeError: there is no such module.
    """
    for folder in folders if folders is not None else [OWN, *map(Path, sys.path)]:
        base = folder.joinpath(*module.split("."))
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file():
                return file
    if folders:
        expected = folders[0].joinpath(*module.split(".")).with_suffix(".py")
        raise CodeError(f"there is no module {module}; expected {expected}")
    raise CodeError(f"there is no module {module} here")


def find_symbol(reference: str, folders: Sequence[Path] | None = None) -> Symbol:
    """The definition of ``module:function``, ``module:Class.method`` or ``module:CONSTANT``.

    Raises:
        CodeError: there is no such module, or nothing of that name in it.
    """
    module, _, attribute = reference.partition(":")
    file = module_file(module, folders)
    text = file.read_text(encoding="utf-8")
    top = body = _parsed(text, str(file))
    node: ast.stmt | None = None
    for name in attribute.split("."):
        node = next((each for each in reversed(body) if name in names(each)), None)
        if node is None:
            known = sorted(n for each in top for n in names(each) if not n.startswith("_"))
            raise CodeError(f"{file} defines no {attribute}; it defines {', '.join(known) or 'nothing'}")
        body = node.body if isinstance(node, Definition) else ()
    assert node is not None
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return Symbol(file, first, _dedented(text.splitlines()[first - 1 : node.end_lineno]))


@lru_cache(maxsize=16)  # a page asks for several symbols of one module
def _parsed(text: str, file: str) -> Sequence[ast.stmt]:
    return ast.parse(text, filename=file).body


def names(node: ast.stmt) -> tuple[str, ...]:
    """The names that a statement defines."""
    if isinstance(node, Definition):
        return (node.name,)
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    inside = (each for target in targets for each in ast.walk(target))
    return tuple(each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


def without_docstring(source: str) -> str:
    """A module's source after its docstring."""
    tree = ast.parse(source)
    skip = (tree.body[0].end_lineno or 0) if ast.get_docstring(tree) is not None else 0
    return "\n".join(source.splitlines()[skip:]).strip("\n")


def code_of_bug(question: Bug, roots: Sequence[Path]) -> str:
    """The code that a *bug* question shows: a mistake of an exercise without the docstring that explains it.

    Raises:
        CodeError: no root has that mistake.
    """
    for root in roots:
        file = root / question.exercise / "mistakes" / f"{question.mistake}.py"
        if file.is_file():
            return without_docstring(file.read_text(encoding="utf-8"))
    where = ", ".join(map(str, roots))
    raise CodeError(f"{question.location}: {question.exercise} has no mistake {question.mistake} in {where}")


def wrong_lines(question: Bug, lines: Iterable[str]) -> list[int]:
    """The numbers, from 1, of the lines that are the wrong one; the check of the bank proves that there is one."""
    wrong = question.line.strip()
    return [number for number, line in enumerate(lines, 1) if line.strip() == wrong]


def _dedented(lines: list[str]) -> str:
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[indent:] if line[:indent].isspace() else line for line in lines)
