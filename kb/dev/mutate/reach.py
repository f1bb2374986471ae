"""The definitions of this project that a reference names, directly or through others."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from kb.bank.find.code import module_file, names

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def reached(module: str, attribute: str) -> list[tuple[str, Definition]]:
    """The definition of ``module:attribute`` and those that it names, directly or through others, with their modules.

    An exercise asks for all of it: who writes a suppression writes the overlap too, wherever the reference has it from.
    """
    found: list[tuple[str, Definition]] = []
    open_names = [(module, attribute)]
    while open_names:
        place, name = open_names.pop()
        scope = _scope(place)
        if name in scope.imported:
            open_names.append(scope.imported[name])
        elif name in scope.defined and (place, scope.defined[name]) not in found:
            node = scope.defined[name]
            found.append((place, node))
            open_names += [(place, inner.id) for inner in ast.walk(node) if isinstance(inner, ast.Name)]
        elif (place, name) == (module, attribute):
            raise LookupError(f"{module} defines no {attribute}")
    return found


@dataclass(frozen=True)
class Scope:
    """What the names of one module stand for: its own definitions, and what it takes from other references."""

    defined: dict[str, Definition]
    imported: dict[str, tuple[str, str]]


@cache
def _scope(module: str) -> Scope:
    body = ast.parse(module_file(module).read_text(encoding="utf-8")).body
    ours = module.partition(".")[0]
    return Scope(
        {name: node for node in body if isinstance(node, Definition) for name in names(node)},
        {
            alias.asname or alias.name: (node.module, alias.name)
            for node in body
            if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == ours
            for alias in node.names
        },
    )
