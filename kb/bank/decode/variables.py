"""``vars:`` of a question, ``{n: [2, 3, 5]}`` or ``{n: {from: 1, to: 9}}``."""

from __future__ import annotations

import keyword
import math
from typing import Any

from kb.bank.compute.expressions import RESERVED
from kb.bank.decode.readers import FAILED, number, refuse, short
from kb.bank.model.braces import written
from kb.bank.model.names import matches
from kb.bank.model.question import Variable
from kb.bank.yaml.nodes import Mapping, Node, Scalar, Sequence
from kb.bank.yaml.source import Source

MOST = 10_000  # values of one variable
_whole = number(whole=True)


def variables(source: Source, node: Node) -> Any:
    """Read the variables of a question."""
    if not isinstance(node, Mapping) or node.refused or not _size(node):
        return refuse_empty(source, node, "a mapping of names to values, such as n: [1, 2, 3]")
    found: list[Variable] = []
    right = not node.damaged
    for name, value in node.values.items():
        key = node.keys[name]
        if not matches("name", name) or keyword.iskeyword(name) or name in RESERVED:
            expected = "a Python name other than those of expressions (np, math, kb, max ...)"
            source.problem(key.line, key.column, f"the variable {short(name)}", expected)
            right = False
        values = _range(source, value) if isinstance(value, Mapping) else _values(source, value)
        right = right and values is not FAILED
        if right:
            found.append(Variable(name, values))
    return tuple(found) if right else FAILED


def refuse_empty(source: Source, node: Node, expected: str) -> Any:
    """Like `refuse`, but an empty list or mapping is reported as nothing."""
    if isinstance(node, Sequence | Mapping) and not _size(node):
        source.problem(node.line, node.column, "nothing", expected)
        return FAILED
    return refuse(source, node, expected)


def _size(node: Sequence | Mapping) -> int:
    return len(node.items) if isinstance(node, Sequence) else len(node.keys) + node.damaged


def _range(source: Source, node: Mapping) -> Any:
    if node.refused or set(node.keys) != {"from", "to"}:
        return refuse(source, node, "a list of values, or {from: 1, to: 9}")
    first, last = (
        _whole(source, node.values[key]) if key in node.values else FAILED for key in ("from", "to")
    )
    if first is FAILED or last is FAILED:
        return FAILED
    if not 0 <= last - first < MOST:
        found = f"{last - first + 1} values" if last >= first else f"nothing between {first} and {last}"
        source.problem(node.line, node.column, found, f"1 to {MOST} values")
        return FAILED
    return tuple(range(first, last + 1))


def _values(source: Source, node: Node) -> Any:
    if not isinstance(node, Sequence) or not node.items:
        return refuse_empty(source, node, "a list of values, or {from: 1, to: 9}")
    values = [_value(source, item) for item in node.items]
    if any(value is FAILED for value in values):
        return FAILED
    seen: set[str] = set()
    for item, value in zip(node.items, values, strict=True):
        if repr(value) in seen:
            source.problem(item.line, item.column, f"{written(value)} a second time", "each value once")
            return FAILED
        seen.add(repr(value))
    return tuple(values)


def _value(source: Source, node: Node) -> Any:
    if isinstance(node, Sequence) and node.items:
        parts = tuple(_value(source, item) for item in node.items)
        return FAILED if any(part is FAILED for part in parts) else parts
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int | float) and math.isfinite(value):  # bool is an int
        return value
    return refuse_empty(source, node, "a number, true, false, a text, or a list of them")
