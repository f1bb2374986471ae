"""Names of files as they can be shown, stored and told apart, whatever bytes they are made of."""

from __future__ import annotations

import re

from kb.bank.model.visible import visible

SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_PLAIN = re.compile(r"[A-Za-z0-9][\w .()+-]{0,80}", re.ASCII)


def shown(name: str) -> str:
    r"""``name`` without anything that a terminal, JSON or a spreadsheet stumbles over.

    Control and formatting characters and bytes that are no UTF-8 are escaped (``\n``, ``\xff``, ``\u202e``), and so
    is the backslash: two different names stay different.
    """
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    return "".join(SHORT.get(character) or visible(character) for character in name)


def for_worker(name: str) -> str:
    """What an answer is called in the process that runs it; an unusual name could only do harm there."""
    return name if _PLAIN.fullmatch(name) else "answer.py"
