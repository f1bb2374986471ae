"""Read one answer of a cohort. Only the regular files that the walk found are ever opened."""

from __future__ import annotations

import hashlib
import stat

from kb.grader.answer.file import AnswerError, decode
from kb.grader.cohort.pinned import PinnedFile, Replaced
from kb.grader.model.limits import MAX_SOURCE

CHANGED = "it changed while it was graded; give the same command again to grade what is there now"
KINDS = (
    (stat.S_ISDIR, "it is a folder with the name of a Python file"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


def read(pinned: PinnedFile, known: str | None = None) -> str:
    """The text of an answer.

    Args:
        pinned: the file as the walk found it.
        known: the digest of the text that was read there before.

    Raises:
        AnswerError: it is not a regular file, cannot be read, is empty, too large, binary or not UTF-8; or it is
            another file, or has another text, than before. The message calls the file "it".
    """
    try:
        fd, mode = pinned.open()
        if fd is None and known is not None:
            raise AnswerError(CHANGED)
        if fd is None:
            raise AnswerError(next((text for test, text in KINDS if test(mode)), "it is not a regular file"))
        with open(fd, "rb") as file:
            raw = file.read(MAX_SOURCE + 1)
    except Replaced:
        raise AnswerError(CHANGED) from None
    except OSError as error:
        raise AnswerError(f"it cannot be read: {error.strerror or error}") from None
    text = decode(raw)
    if known is not None and digest(text) != known:
        raise AnswerError(CHANGED)
    return text


def digest(text: str) -> str:
    """Changes when the text of an answer does."""
    return hashlib.sha256(text.encode()).hexdigest()
