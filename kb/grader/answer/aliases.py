"""Resolve the expressions of a file: the dotted names behind aliases, ``getattr``, ``vars``, imports by name."""

from __future__ import annotations

import ast
import builtins

from kb.grader.answer.strings import texts

BY_NAME = ("getattr", "getattr_static", "attrgetter", "methodcaller", "__getattribute__", "__getattr__")
IMPORTS = ("__import__", "import_module", "resolve_name", "find_spec")
RUNS = ("exec", "eval", "compile")
GETS = ("get", "__getitem__", "pop", "setdefault")
SPACES = ("vars", "globals", "locals")
SPECIAL = frozenset((*BY_NAME, *IMPORTS, *RUNS, *SPACES))
UNKNOWN = "?"  # a receiver that cannot be read off
MOST = 64  # names that one expression may stand for


class Meanings:
    """What the names of a file are bound to; several things where they are bound in several places."""

    def __init__(self) -> None:
        self.aliases: dict[str, set[str]] = {}
        self.bound: dict[str, set[str]] = {}  # the texts

    # What binds a name.

    def bind(self, target: ast.AST | None, value: ast.AST | None) -> None:
        if value is None:
            return
        several = (ast.Tuple, ast.List)
        if isinstance(target, several) and isinstance(value, several) and len(target.elts) == len(value.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                self.bind(one, its)
        elif isinstance(target, ast.Name):
            for full in self.names(value):
                self.alias(target.id, full)
            held = self.bound.setdefault(target.id, set())
            held.update(text for text in texts(value, self.bound) if len(held) < MOST)

    def bind_each(self, target: ast.AST, values: ast.AST) -> None:
        if isinstance(values, (ast.Tuple, ast.List, ast.Set)):
            for value in values.elts:
                self.bind(target, value)

    def alias(self, name: str, full: str) -> None:
        held = self.aliases.setdefault(name, set())
        if len(held) < MOST:
            held.add(full)

    # What an expression stands for.

    def names(self, node: ast.AST) -> set[str]:
        """The full names that an expression may stand for, where they can be read off."""
        if isinstance(node, ast.Name):
            built = node.id in SPECIAL and hasattr(builtins, node.id)
            return self.aliases.get(node.id) or ({f"builtins.{node.id}"} if built else set())
        if isinstance(node, ast.Attribute):
            return {f"{owner}.{node.attr}" for owner in self.names(node.value)}
        if isinstance(node, ast.NamedExpr):
            return self.names(node.value)
        if isinstance(node, ast.IfExp):
            return self.names(node.body) | self.names(node.orelse)
        if isinstance(node, ast.BoolOp):
            return {name for value in node.values for name in self.names(value)}
        if isinstance(node, ast.Call):
            return self.of_call(node)
        if isinstance(node, ast.Subscript):
            return self.of_entry(node.value, texts(node.slice, self.bound))
        return set()

    def of_call(self, node: ast.Call) -> set[str]:
        """What a call gives that looks something up by a text."""
        called, given = self.called(node.func), node.args
        if called in IMPORTS and given:
            return self.imported(node, texts(given[0], self.bound))
        if called in ("getattr", "getattr_static", "__getattribute__") and len(given) >= 2:
            found = texts(given[1], self.bound)
            return {f"{owner}.{text}" for owner in self.names(given[0]) for text in found}
        if called in ("__getattribute__", "__getattr__") and given and isinstance(node.func, ast.Attribute):
            found = texts(given[0], self.bound)
            return {f"{owner}.{text}" for owner in self.names(node.func.value) for text in found}
        if called in GETS and given and isinstance(node.func, ast.Attribute):
            return self.of_entry(node.func.value, texts(given[0], self.bound))
        return set()

    def imported(self, node: ast.Call, found: set[str]) -> set[str]:
        """The modules that are imported by name; ``__import__("a.b")`` gives ``a``."""
        package = texts(node.args[1], self.bound) if len(node.args) > 1 else {""}
        full = {
            f"{p}.{text.lstrip('.')}" if text.startswith(".") else text for text in found for p in package
        }
        plain = self.called(node.func) == "__import__" and len(node.args) == 1 and not node.keywords
        if plain:
            return {name.partition(".")[0] for name in full} | full
        return {name.replace(":", ".") for name in full}

    def of_entry(self, space: ast.AST, found: set[str]) -> set[str]:
        """An entry of ``vars(it)``, ``it.__dict__``, ``globals()`` or ``sys.modules``."""
        if isinstance(space, ast.Call):
            called = self.called(space.func)
            if called == "vars" and space.args:
                return {
                    f"{owner}.{text}" for owner in self.names(space.args[0]) or {UNKNOWN} for text in found
                }
            if called in SPACES:
                return {full for text in found for full in self.aliases.get(text, ())}
        if isinstance(space, ast.Attribute) and space.attr == "__dict__":
            return {f"{owner}.{text}" for owner in self.names(space.value) or {UNKNOWN} for text in found}
        if "sys.modules" in self.names(space):
            return found
        return set()

    def called(self, node: ast.AST) -> str | None:
        """The last part of a function's name, also under an alias."""
        if isinstance(node, ast.Attribute):
            return node.attr
        known = {full.rpartition(".")[2] for full in self.names(node)}
        special = known & SPECIAL
        return min(special) if special else node.id if isinstance(node, ast.Name) else None
