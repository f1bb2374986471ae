"""The text of one file of a cohort. Nothing but regular files inside of the folder is ever opened."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from kb.grader.limits import MAX_SOURCE

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
KINDS = (
    (stat.S_ISDIR, "it is a folder with the name of a Python file"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


class Unfit(Exception):
    """This file cannot be graded; the text says why, without the file's name."""


def read(path: Path) -> str:
    """The text of an answer.

    Raises:
        Unfit: it is no regular file, cannot be read, is empty, too large, binary or not UTF-8.
    """
    try:
        _regular(os.stat(path).st_mode)  # before it is opened: opening a pipe or a device can do things
        fd = os.open(path, _FLAGS)
        with open(fd, "rb") as file:
            _regular(os.fstat(fd).st_mode)
            raw = file.read(MAX_SOURCE + 1)
    except OSError as error:
        raise Unfit(f"it cannot be read: {error.strerror or error}") from None
    return _text(raw)


def _regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise Unfit(next((text for test, text in KINDS if test(mode)), "it is not a regular file"))


def _text(raw: bytes) -> str:
    if len(raw) > MAX_SOURCE:
        raise Unfit(f"it is larger than {MAX_SOURCE >> 20} MB; an answer is a few lines of Python")
    if not raw.strip():
        raise Unfit("it is empty")
    if b"\0" in raw:
        raise Unfit("it is a binary file; an answer is Python text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unfit(f"line {line} is not UTF-8 text; save the file as UTF-8") from None


def digest(text: str) -> str:
    """What tells whether an answer changed since it was graded."""
    return hashlib.sha256(text.encode()).hexdigest()
