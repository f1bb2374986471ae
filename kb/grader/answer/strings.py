"""Texts that can be read off an expression: ``"soft" + "max"``, ``"".join([...])``, an f-string, a bound name."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

MOST = 64  # texts that one expression may stand for
LONGEST = 200  # characters of a text that may be a name, or code
METHODS = (
    *(
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "join",
        "format",
        "removeprefix",
        "removesuffix",
    ),
    *("swapcase", "capitalize", "title", "decode", "encode"),
)

Bound = Mapping[str, set[str]]


def texts(node: ast.AST, bound: Bound) -> set[str]:
    """Every text that the expression may stand for, as far as it can be read off; none where it cannot.

    Args:
        node: an expression.
        bound: the texts that the names of the file are bound to, each of them in some place.
    """
    if isinstance(node, ast.Name):
        return set(bound.get(node.id, ()))
    if isinstance(node, ast.IfExp):
        return texts(node.body, bound) | texts(node.orelse, bound)
    if isinstance(node, ast.NamedExpr):
        return texts(node.value, bound)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = texts(node.left, bound), texts(node.right, bound)
        return (
            {a + b for a in left for b in right if len(a) + len(b) <= 100 * LONGEST}
            if _few(left, right)
            else set()
        )
    if isinstance(node, ast.JoinedStr):
        return _joined(node, bound)
    try:
        value = constant(node, bound)
    except Exception:  # whatever a method of a constant raises: then it is not a string
        return set()
    return {value} if isinstance(value, str) else set()


def _few(left: set[str], right: set[str]) -> bool:
    return len(left) * len(right) <= MOST


def _joined(node: ast.JoinedStr, bound: Bound) -> set[str]:
    """The texts of an f-string whose parts can all be read off."""
    found = {""}
    for part in node.values:
        plain = isinstance(part, ast.FormattedValue) and part.conversion == -1 and part.format_spec is None
        more = texts(part.value if isinstance(part, ast.FormattedValue) and plain else part, bound)
        if not _few(found, more):
            return set()
        found = {a + b for a in found for b in more}
    return found


def constant(node: ast.AST, bound: Bound) -> Any:
    """The value of an expression of constants; names count where they are bound to one text only.

    Raises:
        ValueError: it cannot be read off.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and len(bound.get(node.id, ())) == 1:
        return next(iter(bound[node.id]))
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [constant(item, bound) for item in node.elts]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -constant(node.operand, bound)
    if isinstance(node, ast.Subscript):
        return constant(node.value, bound)[_index(node.slice, bound)]
    if isinstance(node, ast.BinOp):
        return _operation(node, bound)
    if isinstance(node, (ast.JoinedStr, ast.IfExp)):
        found = texts(node, bound)
        if len(found) == 1:
            return found.pop()
    if isinstance(node, ast.Call) and not any(k.arg is None for k in node.keywords):
        return _call(node, bound)
    raise ValueError


def _index(node: ast.AST, bound: Bound) -> Any:
    if not isinstance(node, ast.Slice):
        return constant(node, bound)
    return slice(
        *(None if part is None else constant(part, bound) for part in (node.lower, node.upper, node.step))
    )


def _operation(node: ast.BinOp, bound: Bound) -> Any:
    left, right = constant(node.left, bound), constant(node.right, bound)
    if isinstance(node.op, ast.Add) and type(left) is type(right):
        return left + right
    if isinstance(node.op, ast.Mod) and isinstance(left, str) and len(left) < LONGEST and not _pads(left):
        return left % (tuple(right) if isinstance(right, list) else right)
    raise ValueError


def _pads(text: str) -> bool:
    """Whether a format may ask for a width: a few characters would make gigabytes."""
    return any(character.isdigit() or character == "*" for character in text)


def _size(value: Any) -> int:
    return sum(map(_size, value)) + len(value) if isinstance(value, list) else len(str(value))


def _call(node: ast.Call, bound: Bound) -> Any:
    """A method of a constant text, ``chr`` or ``str``, with constant arguments."""
    arguments = [constant(argument, bound) for argument in node.args]
    named = {str(k.arg): constant(k.value, bound) for k in node.keywords}
    if isinstance(node.func, ast.Name) and node.func.id in ("chr", "str") and len(arguments) == 1:
        return chr(arguments[0]) if node.func.id == "chr" else str(arguments[0])
    if (
        isinstance(node.func, ast.Name)
        and node.func.id in ("reversed", "list", "tuple")
        and len(arguments) == 1
    ):
        return list(arguments[0])[:: -1 if node.func.id == "reversed" else 1]
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in METHODS:
        raise ValueError
    owner = constant(node.func.value, bound)
    if not isinstance(owner, (str, bytes)) or len(owner) * sum(map(_size, arguments)) > 1000 * LONGEST:
        raise ValueError
    if node.func.attr == "format" and ":" in str(owner):  # a width, as for ``%`` above
        raise ValueError
    return getattr(owner, node.func.attr)(*arguments, **named)
