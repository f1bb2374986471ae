"""Markdown without its marks, for places that show plain text."""

from __future__ import annotations

import re

_WITHIN = r"(?:(?!\n\s*\n).)"  # not over the end of a paragraph
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKED = re.compile(rf"(?<![\\\w*])(\*\*|__|\*|_|`+)(?=\S)({_WITHIN}+?)(?<=[^\s\\])\1(?![\w*])", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>~$])")
# Of a formula only the dollars go: what is in it without a backslash reads well as it is.
_SIMPLE_FORMULA = re.compile(r"(?<![\\$\w])\$(?=\S)([^$\\\n]+?)(?<=\S)\$(?![\d$])")


def unmarked(text: str) -> str:
    """The same text without emphasis, code marks, links and the dollars of simple formulas; paragraphs stay."""
    if "](" in text:
        text = _IMAGE_OR_LINK.sub(r"\1", text)
    if "$" in text:
        text = _SIMPLE_FORMULA.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text:
        text = _MARKED.sub(r"\2", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return text
