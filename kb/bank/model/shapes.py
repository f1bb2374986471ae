"""Shapes as people write them."""

from __future__ import annotations

import re

_BRACKETS = {"(": ")", "[": "]"}
_SIZE = re.compile(r"[0-9]{1,12}")
_BETWEEN = re.compile(r"\s*[x×*]\s*|\s*,\s*", re.IGNORECASE)
MOST_AXES = 32


def parse_shape(text: str) -> tuple[int, ...]:
    """The shape that a text stands for.

    Args:
        text: ``2x3``, ``2 × 3``, ``(2, 3)``, ``[2, 3]``, ``2, 3``, ``5``, ``(5,)``; ``()`` for a number.

    Raises:
        ValueError: the text has none of these forms; the message is for the person who wrote it.
    """
    inner = text.strip()
    bracketed = inner[:1] in _BRACKETS and inner[-1:] == _BRACKETS[inner[0]]
    if bracketed:
        inner = inner[1:-1].strip()
        if not inner:
            return ()
    parts = _BETWEEN.split(inner)
    if parts[-1] == "" and len(parts) == 2 and inner.endswith(","):
        parts.pop()  # (5,)
    if len(parts) > MOST_AXES or not all(_SIZE.fullmatch(part) for part in parts):
        shown = text if len(text) <= 40 else text[:37] + "..."
        raise ValueError(
            f"{shown!r} is not a shape; write it like 2x3, (2, 3), (5,) or () for a single number"
        )
    return tuple(int(part) for part in parts)


def format_shape(shape: tuple[int, ...]) -> str:
    """The shape as text: ``()``, ``(5,)``, ``2x3``."""
    return (
        "x".join(str(size) for size in shape) if len(shape) > 1 else str(tuple(int(size) for size in shape))
    )
