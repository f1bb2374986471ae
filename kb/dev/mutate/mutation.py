"""Mutants of a reference: its source with one small change, made by the operators of cosmic-ray.

What is mutated are the function or class that an exercise names and every definition of this project that it reaches.
Nothing is changed where no case could see it: annotations, and what a block that ends in ``raise`` does, which is to
word an error. The condition of such a block is changed like any other code.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from kb.bank.find.code import module_file, names
from kb.dev.mutate.reach import Definition, reached

Spot = tuple[int, int]  # line, counted from 1, and column in characters, counted from 0


@dataclass(frozen=True, order=True)
class Mutant:
    """One change, and the text of the whole module with it."""

    module: str
    number: int  # of the line in the module
    function: str
    line: str  # as it stands there, without indentation
    mutated: str
    operator: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.number}: {self.line}  ->  {self.mutated}"

    def as_json(self) -> dict[str, object]:
        names = ("module", "number", "function", "line", "mutated", "operator")
        return {name: getattr(self, name) for name in names}


def mutants(module: str, attribute: str) -> list[Mutant]:
    """All mutants of ``module:attribute``, in the order of their sources; each changes what the code does.

    Raises:
        LookupError: there is no such module, or nothing of this name in it.
    """
    sources = {
        name: module_file(name).read_text(encoding="utf-8")
        for name in {place for place, _ in reached(module, attribute)}
    }
    made = (_of(place, sources[place], part) for place, part in reached(module, attribute))
    return sorted(mutant for several in made for mutant in several)


def _of(module: str, source: str, part: Definition) -> Iterator[Mutant]:
    """The mutants of one definition. Only its own text goes through the operators, which is far faster."""
    from cosmic_ray.mutating import mutate_code

    first = min([part.lineno, *(d.lineno for d in getattr(part, "decorator_list", []))])
    lines = source.splitlines(keepends=True)
    before, after = "".join(lines[: first - 1]), "".join(lines[part.end_lineno :])
    text = "".join(lines[first - 1 : part.end_lineno])
    seen = {_meaning(text)}
    for name, operator, occurrence in _places(text):
        changed = mutate_code(text, operator, occurrence)
        meaning = None if changed is None else _meaning(changed)
        if changed is None or meaning is None or meaning in seen:
            continue  # no Python any more, the same as before, or the same as another mutant
        seen.add(meaning)
        offset, line, mutated = _difference(text, changed)
        yield Mutant(module, first + offset, names(part)[0], line, mutated, name, before + changed + after)


def _places(text: str) -> Iterator[tuple[str, object, int]]:
    """Operators, each with the number of a place where it can change ``text``, as cosmic-ray counts them."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    kept_out = list(_untouched(ast.parse(text)))
    nodes = list(ast_nodes(get_ast(text)))
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue  # these draw at random what they put in: their mutants would differ from run to run
        operator = kind()
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        columns = [_inside(start, text, kept_out) for start in places]
        yield from ((name, operator, number) for number, inside in enumerate(columns) if not inside)


def _untouched(tree: ast.AST) -> Iterator[ast.AST]:
    """What no case can see: annotations and the wording of errors."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
            yield node.returns
        elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.Raise):
            yield node
        elif isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise):
            yield from node.body


def _inside(start: Spot, text: str, nodes: list[ast.AST]) -> bool:
    """Does a place lie in one of the nodes? cosmic-ray counts characters, ast counts bytes."""
    line, column = start
    at = (line, len(text.splitlines()[line - 1][:column].encode()))
    return any((n.lineno, n.col_offset) <= at < (n.end_lineno, n.end_col_offset) for n in nodes)  # type: ignore[attr-defined]


def _meaning(text: str) -> str | None:
    """The syntax tree of a text without its layout; None when it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as `is` beside a literal
            tree = ast.parse(text)
            compile(tree, "mutant", "exec")
            return ast.dump(tree)
    except SyntaxError:
        return None


def _difference(old: str, new: str) -> tuple[int, str, str]:
    """How many lines stand before the change, and the changed lines before and after it, each in one line."""
    start = next(i for i, (a, b) in enumerate(zip(old, f"{new}\0", strict=False)) if a != b)
    most = min(len(old), len(new)) - start
    end = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    middle = new[start : len(new) - end]
    if not re.match(r"\w", old[start - 1 : start]):
        middle = middle.lstrip(" ")  # cosmic-ray puts a space before a number
    first = old.rfind("\n", 0, start) + 1
    last = old.find("\n", len(old) - end - (end > 0 and old[-end - 1 : -end or None] == "\n"))
    last = len(old) if last < 0 else last
    head, tail = old[first:start], old[len(old) - end : last]
    return old.count("\n", 0, first), _one_line(old[first:last]), _one_line(head + middle + tail)


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"  # .*", "", text).split())
