"""Text for terminals that cannot show every character: signs become ASCII that says the same."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from functools import cache
from typing import TextIO

_GLOSS = re.compile(r"\s*[(（][^()（）]*[\u4e00-\u9fff][^()（）]*[)）]")
ERRORS = "kb.plain"  # the name under which ``register`` installs the handler for ``errors=``


@cache
def _table() -> dict[int, str]:
    from kb.quiz.text.latex.symbols import ASCII, SUBSCRIPT, SUPERSCRIPT

    table = {ord(sign): text for sign, text in ASCII.items()}
    for raised, mark in ((SUPERSCRIPT, "^"), (SUBSCRIPT, "_")):
        for normal, small in raised.items():
            table.setdefault(ord(small), mark + ASCII.get(normal, normal))
    return table


def signs(text: str) -> str:
    """Signs, arrows, frames and Greek letters in ASCII; letters of other scripts stay as they are."""
    return text if text.isascii() else text.translate(_table())


def without_glosses(text: str) -> str:
    """Without Chinese terms in brackets behind the English ones, for a terminal that cannot show them."""
    return text if text.isascii() else _GLOSS.sub("", text)


def ascii_only(text: str) -> str:
    """ASCII throughout; what has no likeness becomes a question mark."""
    if text.isascii():
        return text
    text = signs(text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return signs(bare).encode("ascii", "replace").decode("ascii")


def silence(stream: TextIO) -> None:
    """Whoever read is gone, as in ``| head``, or the disk is full: the rest goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def register() -> str:
    """Install ``ascii_only`` as an error handler for encoders, and give its name."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return ascii_only(error.object[error.start : error.end]), error.end

    codecs.register_error(ERRORS, handle)
    return ERRORS
