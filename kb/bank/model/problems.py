"""Problems of a bank, worded so that its author can fix them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.bank.model.question import Location


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what was found, and what was expected."""

    location: Location
    found: str
    expected: str

    @property
    def what(self) -> str:
        """The problem without its place."""
        return f"found {self.found}, expected {self.expected}"

    def __str__(self) -> str:
        return f"{self.location}: {self.what}"


class BankError(Exception):
    """The bank cannot be used as it is; ``str()`` has one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)  # it may come from another process

    @classmethod
    def at(cls, path: Path, found: str, expected: str) -> BankError:
        """One problem with a folder or a file as a whole."""
        return cls([Problem(Location(path, 0, 0), found, expected)])


class UnknownTopic(BankError):
    """Nothing in the bank has this name; ``str()`` is one line with the names that exist. ``problems`` is empty."""

    def __init__(self, topic: str, matches: Iterable[str], known: Iterable[str], what: str = "topic") -> None:
        self.topic, self.matches, self.known, self.what = topic, tuple(matches), tuple(known), what
        super().__init__(())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.topic, self.matches, self.known, self.what)

    def __str__(self) -> str:
        if self.matches:
            return f"no {self.what} {self.topic!r}; did you mean {' or '.join(self.matches)}?"
        shown = [name for name in self.known if "/" not in name] or list(self.known)
        names = ", ".join(shown[:12]) + (" ..." if len(shown) > 12 else "")
        return f"no {self.what} {self.topic!r}; available: {names or 'none'}"
