"""Exit statuses, and the one exception that ends a command with a line for its user."""

from __future__ import annotations

from collections.abc import Iterable

from kb.bank.model.names import close

OK = 0
NOT_PASSED = 1
WRONG_USE = 2
GRADER_FAILED = 3


class Refused(Exception):
    """The command cannot do what was asked; the message says why and what to do."""

    def __init__(self, message: str, status: int = WRONG_USE) -> None:
        super().__init__(message)
        self.status = status


def meant(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'grade'?`` for ``gade``, or nothing where nothing is close."""
    near = close(word, known)
    return f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
