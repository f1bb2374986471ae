"""Readers of single values: text, number, true or false, one of a few words. Others are refused with a reason."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from kb.bank.model.names import FORMS, close, matches
from kb.bank.yaml.nodes import Mapping, Node, Refused, Scalar, Sequence
from kb.bank.yaml.scalars import Trap
from kb.bank.yaml.source import Source

FAILED: Any = object()  # the result of a reader that has noted a problem
Reader = Callable[[Source, Node], Any]
_COMMENT = re.compile(r"[ \t]+(?=#)")


def text(like: str | None) -> Reader:
    """Reads a text that is not empty, and written in the form ``like`` where one is named."""

    def read(source: Source, node: Node) -> Any:
        value = node.value if isinstance(node, Scalar) else None
        if not isinstance(value, str) or not isinstance(node, Scalar):
            return refuse(source, node, _in_quotes(node))
        if not value.strip():
            return refuse(source, node, "text that is not empty")
        if like in FORMS and not matches(like or "", value):
            return refuse(source, node, FORMS[like or ""].meaning)
        if like is None and not node.style:
            return _uncut(source, node, value)
        return value

    return read


def _uncut(source: Source, node: Scalar, value: str) -> Any:
    """The text, unless YAML took the rest of its line for a comment: `anchors with IoU # 1`."""
    comment = _COMMENT.match(source.text, node.end)
    if not comment:
        return value
    line, column = source.position(comment.end())
    expected = "quotes around the text if # is part of it, else the comment on its own line"
    source.problem(line, column, "a comment after unquoted text", expected)
    return FAILED


def _in_quotes(node: Node) -> str:
    if isinstance(node, Scalar) and node.text:
        return f"text ({short(node.text, quote=False)!r} in quotes if it is text)"
    return "text" if isinstance(node, Scalar) else "text (in quotes if it starts with [ or {)"


def number(*, whole: bool, least: float | None = None, above: float | None = None) -> Reader:
    """Reads a finite number within bounds."""
    bound = f" of at least {least}" if least is not None else f" above {above}" if above is not None else ""
    expected = f"a {'whole ' if whole else ''}number{bound}"

    def read(source: Source, node: Node) -> Any:
        value = node.value if isinstance(node, Scalar) else None
        right_type = type(value) is int or (type(value) is float and not whole and math.isfinite(value))
        if not right_type or (least is not None and value < least) or (above is not None and value <= above):  # type: ignore[operator]
            return refuse(source, node, expected)
        return value

    return read


def number_or_text(source: Source, node: Node) -> Any:
    """Reads a finite number, or a text that is not empty."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, str):
        return text(None)(source, node)
    if (
        isinstance(value, bool)
        or value is None
        or not isinstance(value, int | float)
        or not math.isfinite(value)
    ):
        return refuse(source, node, "a number, or a shape such as 2x3")
    return value


def flag(source: Source, node: Node) -> Any:
    """Reads true or false."""
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, bool) else refuse(source, node, "true or false")


def choice(options: tuple[Any, ...]) -> Reader:
    """Reads one of a few words or numbers."""
    listed = ", ".join(str(option) for option in options)

    def read(source: Source, node: Node) -> Any:
        value = node.value if isinstance(node, Scalar) else None
        if any(type(value) is type(option) and value == option for option in options):
            return value
        near = (
            close(value, [option for option in options if isinstance(option, str)], 1)
            if isinstance(value, str)
            else []
        )
        return refuse(source, node, f"{near[0]!r} (one of {listed})" if near else f"one of {listed}")

    return read


def refuse(source: Source, node: Node, expected: str) -> Any:
    """Note a problem: the node in words, and what was expected."""
    if isinstance(node, Refused) or (isinstance(node, Mapping) and node.refused):
        return FAILED
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, Trap):
        source.problem(node.line, node.column, value.found, value.expected)
    else:
        source.problem(node.line, node.column, describe(node), expected)
    return FAILED


def describe(node: Node) -> str:
    """The node in words."""
    if isinstance(node, Sequence):
        return "a list"
    if not isinstance(node, Scalar):
        return "a mapping"
    value = node.value
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return node.text
    if isinstance(value, int | float):
        return f"the number {short(node.text, quote=False)}"
    return f"the text {short(node.text)}" if node.text.strip() else "empty text"


def short(value: str, *, quote: bool = True) -> str:
    """A text for a message: one line, not too long."""
    cut = value if len(value) <= 60 else value[:57] + "..."
    return repr(cut) if quote else cut
