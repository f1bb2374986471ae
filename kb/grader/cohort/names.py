"""File names made safe to show and store, and still distinct, whatever bytes they contain."""

from __future__ import annotations

import re

from kb.bank.model.visible import visible

SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_PLAIN = re.compile(r"[A-Za-z0-9][\w .()+-]{0,80}", re.ASCII)


def shown(name: str) -> str:
    r"""``name`` without anything that confuses a terminal, JSON or a spreadsheet.

    Control and formatting characters and bytes that are not UTF-8 are escaped (``\n``, ``\xff``, ``\u202e``), and so
    is the backslash: two different names stay different.
    """
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    return "".join(SHORT.get(character) or visible(character) for character in name)


def for_worker(name: str) -> str:
    """The name of an answer in the process that runs it: its own, unless that has unusual characters."""
    return name if _PLAIN.fullmatch(name) else "answer.py"
