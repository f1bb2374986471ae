"""Values as a person reads them: small ones whole, large ones by shape, never more than a few lines."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np

WHOLE = 24  # elements
HANDFUL = 6  # elements of one among many arguments
WIDTH = 160  # characters
VISITS = 1000  # of parts of a nested list; each level alone may have WHOLE of them


def number(value: Any, digits: int = 6) -> str:
    """A number with so many significant digits."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return f"{float(value):.{digits}g}"


def apart(one: Any, other: Any) -> tuple[str, str]:
    """Two different numbers, with as many digits as it takes to see the difference."""
    texts = [(number(one, digits), number(other, digits)) for digits in (6, 9, 12, 17)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[-1])


def array(value: np.ndarray) -> str:
    if value.size == 0:
        return f"an empty array of shape {shape(value.shape)}"
    if value.size <= WHOLE:
        text = _nested(value)
        if len(text) <= WIDTH:
            return text
    flat = value.reshape(-1)
    ends = f"{number(flat[0])}, {number(flat[1])}, …, {number(flat[-1])}" if value.size > 2 else _nested(flat)
    return f"{value.dtype.name} array of shape {shape(value.shape)}: {ends}"


def _nested(value: np.ndarray) -> str:
    if value.ndim == 0:
        return number(value[()])
    return "[" + ", ".join(_nested(row) for row in value) + "]"


def shape(value: tuple[int, ...]) -> str:
    return "()" if not value else "(" + ", ".join(map(str, value)) + ("," if len(value) == 1 else "") + ")"


def value(item: Any) -> str:
    """Any decoded value, shortened. However it is nested, only some hundred of its parts are looked at."""
    return _value(item, [VISITS])


def _value(item: Any, left: list[int]) -> str:
    """As ``value``; ``left`` holds how many parts may still be looked at, all in all."""
    left[0] -= 1
    if isinstance(item, np.ndarray):
        return array(item)
    if isinstance(item, (bool, int, float, np.generic)):
        return number(item)
    if isinstance(item, (list, tuple)):
        inner = ", ".join(_parts(item, left))
        text = f"({inner})" if isinstance(item, tuple) else f"[{inner}]"
        return text if len(text) <= 2 * WIDTH else f"a {type(item).__name__} of {len(item)}: {text[:WIDTH]}…"
    return clean(repr(item), WIDTH)


def _parts(item: list[Any] | tuple[Any, ...], left: list[int]) -> list[str]:
    """The first parts: enough to fill what is shown, and not more than may be looked at."""
    texts: list[str] = []
    length = 0
    for part in item[:WHOLE]:
        if length > 2 * WIDTH or left[0] <= 0:
            break
        texts.append(_value(part, left))
        length += len(texts[-1])
    return texts if len(texts) == len(item) else [*texts, "…"]


def call(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    parts = [value(a) for a in arguments] + [f"{key}={value(v)}" for key, v in named.items()]
    one_line = f"{name}({', '.join(parts)})"
    if len(one_line) <= WIDTH:
        return one_line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + ")"


def brief_call(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """As ``call``, in a few words: one of many steps."""
    parts = [brief(a) for a in arguments] + [f"{key}={brief(v)}" for key, v in named.items()]
    return f"{name}({', '.join(parts)})"


def brief(item: Any) -> str:
    """A value in a few words: of an array with more than a few values only its kind and its shape."""
    if isinstance(item, np.ndarray):
        return (
            array(item) if item.size <= HANDFUL else f"{item.dtype.name} array of shape {shape(item.shape)}"
        )
    if isinstance(item, (list, tuple)) and len(item) > HANDFUL:
        return f"a {type(item).__name__} of {len(item)}"
    return value(item)


def clean(text: str, most: int = 2000) -> str:
    """Text that a worker sent: without control characters that could repaint a terminal, and bounded."""
    kept = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "�" for c in text[:most])
    return kept + ("…" if len(text) > most else "")
