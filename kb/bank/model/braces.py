"""``{{name}}`` in the texts of a question: which names are used, and the text with their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_BRACES = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


def used(text: str) -> list[str]:
    """The names that occur as {{name}} in a text."""
    return _BRACES.findall(text)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with {{name}} replaced; a name without a value stays."""
    return _BRACES.sub(lambda match: written(values[match[1]]) if match[1] in values else match[0], text)


def written(value: Any) -> str:
    """A value as text: numbers as in Python, lists in brackets."""
    if isinstance(value, tuple):
        return f"[{', '.join(written(item) for item in value)}]"
    return str(value)
