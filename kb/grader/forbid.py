"""Forbidden calls, found in the source: the exercise's list, this project's own references, and aliases of both."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kb.grader.answer import Answer
from kb.grader.outcome import Failure

OURS = ("kb", "questions", "tests")
# Names under which the same function can be reached; an exercise forbids all of them by naming one.
SAME = (
    ("torch.nn.functional.", "torch.", "torch.special.", "torch.Tensor.", "torch._C._nn.", "torch.ops.aten."),
    ("scipy.special.", "scipy.special._logsumexp."),
)


class Names(ast.NodeVisitor):
    """Dotted names that a file uses, with their lines; import aliases and constant ``getattr`` are followed."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}
        self.used: list[tuple[str, int]] = []

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.aliases[bound] = alias.name if alias.asname else bound
            self.used.append((alias.name, node.lineno))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            full = f"{node.module or ''}.{alias.name}"
            self.aliases[alias.asname or alias.name] = full
            self.used.append((full, node.lineno))

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        full = self.dotted(node.value)
        if full and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self.aliases.setdefault(node.targets[0].id, full)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.aliases:
            self.used.append((self.aliases[node.id], node.lineno))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        full = self.dotted(node)
        # A method of some value, such as x.softmax(-1): the receiver is unknown, so it may be a tensor.
        self.used.append((full or f"?.{node.attr}", node.lineno))
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        full = self.dotted(node)
        if full:
            self.used.append((full, node.lineno))
        elif _is_getattr(node):
            name = node.args[1]
            assert isinstance(name, ast.Constant)
            self.used.append((f"?.{name.value}", node.lineno))
        self.generic_visit(node)

    def dotted(self, node: ast.AST) -> str | None:
        """The full name that an expression stands for, where that can be read off."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.dotted(node.value)
            return f"{owner}.{node.attr}" if owner else None
        if isinstance(node, ast.Call) and _is_getattr(node):
            owner = self.dotted(node.args[0])
            name = node.args[1]
            assert isinstance(name, ast.Constant)
            return f"{owner}.{name.value}" if owner else None
        return None


def _is_getattr(node: ast.Call) -> bool:
    called = isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) >= 2
    return called and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str)


def relatives(name: str) -> Iterator[str]:
    """``name`` and the other names of the same function."""
    yield name
    for family in SAME:
        for prefix in family:
            short = name.removeprefix(prefix)
            if short != name and "." not in short:
                yield from (other + short for other in family)
                return


def check_source(answer: Answer, forbid: tuple[str, ...]) -> None:
    """Raise the Failure for the first forbidden name in the source.

    Raises:
        Failure: "forbidden call", with the name and its line.
    """
    if isinstance(answer.tree, SyntaxError):
        return
    names = Names()
    names.visit(answer.tree)
    exact = {other for name in forbid for other in relatives(name)}
    methods = {
        f"?.{name.rpartition('.')[2]}" for name in exact if name.startswith(("torch.Tensor.", "numpy.ndarray."))
    }
    for used, line in sorted(names.used, key=lambda item: item[1]):
        if used.partition(".")[0] in OURS:
            why = f"`{used}` at line {line} belongs to the reference solutions; write the function yourself"
            raise Failure("forbidden call", why, line=line)
        if used in exact or used in methods:
            shown = used.removeprefix("?.")
            why = f"`{shown}` at line {line} is what this exercise asks you to write"
            raise Failure("forbidden call", why, line=line)
