"""The text of one file of a cohort. Nothing but the regular files that the walk found is ever opened."""

from __future__ import annotations

import hashlib
import os
import stat

from kb.grader.answer.file import AnswerError, decode
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


def read(place: Place, known: str | None = None) -> str:
    """The text of an answer.

    Args:
        place: where the walk found it.
        known: the digest of the text that was read there before.

    Raises:
        AnswerError: it is not a regular file, cannot be read, is empty, too large, binary or not UTF-8; or it is
            another file, or has another text, than before. The message calls the file "it".
    """
    try:
        fd, mode = place.open()
        if fd is None and known is not None:
            raise AnswerError(CHANGED)
        if fd is None:
            raise AnswerError(next((text for test, text in KINDS if test(mode)), "it is not a regular file"))
        with open(fd, "rb") as file:
            raw = file.read(MAX_SOURCE + 1)
    except Moved:
        raise AnswerError(CHANGED) from None
    except OSError as error:
        raise AnswerError(f"it cannot be read: {error.strerror or error}") from None
    text = decode(raw, os.path.basename(place.inside))
    if known is not None and digest(text) != known:
        raise AnswerError(CHANGED)
    return text


def digest(text: str) -> str:
    """Changes when the text of an answer does."""
    return hashlib.sha256(text.encode()).hexdigest()
