"""Forbidden calls, found in the source: the exercise's list, this project's own references, and aliases.

A library offers the same function under many names (``torch.softmax``, ``torch.nn.functional.softmax``,
``torch.masked.softmax``, ``torch.ops.aten._softmax.default``, ``x.softmax()``); an exercise forbids all of
them by naming one. What cannot be seen here are texts that are executed.
"""

from __future__ import annotations

import ast

from kb.grader.answer import Answer
from kb.grader.outcome import Failure

OURS = ("kb", "questions", "tests")
METHODS = ("torch",)  # libraries whose functions are methods of their arrays as well
BY_NAME = ("getattr", "getattr_static", "attrgetter", "methodcaller", "__getattribute__")
IMPORTS = ("__import__", "import_module")


class Names(ast.NodeVisitor):
    """Dotted names that a file uses, with their lines; ``?`` is a receiver that cannot be read off."""

    def __init__(self, tree: ast.Module) -> None:
        self.aliases: dict[str, str] = {}
        self.stars: list[str] = []
        self.used: list[tuple[str, int]] = []
        self.defined = _defined(tree)
        self.visit(tree)
        self.used.clear()
        self.visit(tree)  # once more: a name may be used above the line that binds it

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.aliases[bound] = alias.name if alias.asname else bound
            self.used.append((alias.name, node.lineno))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            full = f"{node.module or ''}.{alias.name}"
            self.used.append((full, node.lineno))
            if alias.name == "*":
                self.stars.append(node.module or "")
            else:
                self.aliases[alias.asname or alias.name] = full

    def visit_Assign(self, node: ast.Assign) -> None:
        self.bind(node.targets[0] if len(node.targets) == 1 else None, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.bind(node.target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.bind(node.target, node.value)
        self.generic_visit(node)

    def bind(self, target: ast.AST | None, value: ast.AST | None) -> None:
        full = self.dotted(value) if value is not None else None
        if full and isinstance(target, ast.Name):
            self.aliases.setdefault(target.id, full)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.aliases:
            self.used.append((self.aliases[node.id], node.lineno))
        elif node.id not in self.defined:
            self.used += [(f"{module}.{node.id}", node.lineno) for module in self.stars]

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not (_last(node.value) in ("self", "cls") and node.attr in self.defined):
            # A method of some value, such as x.softmax(-1): the receiver is unknown, so it may be a tensor.
            self.used.append((self.dotted(node) or f"?.{node.attr}", node.lineno))
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        if _last(node.func) in BY_NAME:
            full = self.dotted(node)
            names = [full] if full else [f"?.{text}" for argument in node.args if (text := _text(argument))]
            self.used += [(name, node.lineno) for name in names]
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        full = self.dotted(node)
        if full:
            self.used.append((full, node.lineno))
        self.generic_visit(node)

    def dotted(self, node: ast.AST) -> str | None:
        """The full name that an expression stands for, where that can be read off."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.dotted(node.value)
            return f"{owner}.{node.attr}" if owner else None
        if isinstance(node, ast.Call) and node.args:
            name = _text(node.args[-1] if len(node.args) == 1 else node.args[1])
            if name and _last(node.func) in IMPORTS and len(node.args) == 1:
                return name
            owner = self.dotted(node.args[0])
            return f"{owner}.{name}" if owner and name and _last(node.func) == "getattr" else None
        if isinstance(node, ast.Subscript) and (name := _text(node.slice)):
            space = _namespace(node.value)
            return f"{self.dotted(space) or '?'}.{name}" if space else None
        return None


def _defined(tree: ast.Module) -> set[str]:
    """The names of functions, classes, variables and parameters that the file itself makes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def _last(node: ast.AST) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _text(node: ast.AST) -> str | None:
    """A constant text, put together with + or not."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None or right is None else left + right
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _namespace(node: ast.AST) -> ast.AST | None:
    """The module or object whose names ``vars(it)`` or ``it.__dict__`` holds."""
    if isinstance(node, ast.Call) and _last(node.func) == "vars" and node.args:
        return node.args[0]
    return node.value if isinstance(node, ast.Attribute) and node.attr == "__dict__" else None


def _key(name: str) -> tuple[str, str]:
    """The library and the function's own name: ``torch.ops.aten._softmax.default`` is softmax of torch."""
    parts = name.split(".")
    while len(parts) > 2 and parts[-1].startswith("__"):
        parts.pop()
    if parts[:2] == ["torch", "ops"]:
        parts = parts[:4]  # what follows is an overload
    return parts[0], parts[-1]


def _is_forbidden(used: str, forbid: set[tuple[str, str]]) -> bool:
    library, name = _key(used)
    libraries = METHODS if library == "?" else (library,)
    return any((each, own) in forbid for each in libraries for own in (name, name.lstrip("_")))


def check_source(answer: Answer, forbid: tuple[str, ...]) -> None:
    """Raise the Failure for the first forbidden name in the source.

    Raises:
        Failure: "forbidden call", with the name and its line.
    """
    if isinstance(answer.tree, SyntaxError):
        return
    keys = {_key(name) for name in forbid}
    try:
        names = Names(answer.tree).used
    except RecursionError:
        raise Failure("syntax or import error", "the code is nested too deeply to be read") from None
    for used, line in sorted(names, key=lambda item: item[1]):
        if used.partition(".")[0] in OURS:
            why = f"`{used}` at line {line} belongs to the reference solutions; write the function yourself"
            raise Failure("forbidden call", why, line=line)
        if _is_forbidden(used, keys):
            shown = used.removeprefix("?.")
            why = f"`{shown}` at line {line} is what this exercise asks you to write"
            raise Failure("forbidden call", why, line=line)
