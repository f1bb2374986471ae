"""The text of one file of a cohort. Nothing but the regular files that the walk found is ever opened."""

from __future__ import annotations

import hashlib
import stat

from kb.grader.answer.notebook import SAVE, is_notebook
from kb.grader.cohort.place import Moved, Place
from kb.grader.model.limits import MAX_SOURCE

CHANGED = "it changed while it was graded; give the same command again to grade what is there now"
KINDS = (
    (stat.S_ISDIR, "it is a folder with the name of a Python file"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


class Unfit(Exception):
    """This file cannot be graded; the text says why, without the file's name."""


def read(place: Place, known: str | None = None) -> str:
    """The text of an answer.

    Args:
        place: where the walk found it.
        known: the digest of the text that was read there before.

    Raises:
        Unfit: it is no regular file, cannot be read, is empty, too large, binary or not UTF-8; or it is another file,
            or has another text, than it was.
    """
    try:
        fd, mode = place.open()
        if fd is None and known is not None:
            raise Unfit(CHANGED)
        if fd is None:
            raise Unfit(next((text for test, text in KINDS if test(mode)), "it is not a regular file"))
        with open(fd, "rb") as file:
            raw = file.read(MAX_SOURCE + 1)
    except Moved:
        raise Unfit(CHANGED) from None
    except OSError as error:
        raise Unfit(f"it cannot be read: {error.strerror or error}") from None
    text = _text(raw)
    if known is not None and digest(text) != known:
        raise Unfit(CHANGED)
    return text


def _text(raw: bytes) -> str:
    if len(raw) > MAX_SOURCE:
        raise Unfit(f"it is larger than {MAX_SOURCE >> 20} MB; an answer is a few lines of Python")
    if not raw.strip():
        raise Unfit("it is empty")
    if b"\0" in raw:
        raise Unfit("it is a binary file; an answer is Python text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unfit(f"line {line} is not UTF-8 text; save the file as UTF-8") from None
    if is_notebook("", text):
        raise Unfit(f"it is a notebook; {SAVE}")
    return text


def digest(text: str) -> str:
    """What tells whether an answer changed since it was graded."""
    return hashlib.sha256(text.encode()).hexdigest()
