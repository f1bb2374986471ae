r"""Text with every character visible: a file's name may hold anything, even codes that repaint a terminal."""

from __future__ import annotations

import unicodedata

# Controls, formats, halves of surrogate pairs, separators of lines and paragraphs.
HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def visible(text: str) -> str:
    r"""``text`` with control and formatting characters, and bytes that are not text, escaped (``\x1b``, ``\u202e``)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in HIDDEN else c for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as os.fsdecode returns it
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
