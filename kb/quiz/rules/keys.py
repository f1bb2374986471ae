"""The words that work at every prompt."""

from __future__ import annotations

from typing import Literal

Key = Literal["help", "hint", "skip", "quit", "give up"]

KEYS: dict[str, Key] = {
    "?": "help", "help": "help", "h": "hint", "hint": "hint", "s": "skip", "skip": "skip",
    "q": "quit", "quit": "quit", "exit": "quit", "-": "give up",
}  # fmt: skip
RATINGS = {"again": 1, "hard": 2, "good": 3, "easy": 4}

HELP = (
    ("?", "this help"),
    ("h", "the next hint"),
    ("-", "I do not know: shows the answer, counts as not right"),
    ("s", "skip: nothing is recorded"),
    ("q", "quit (Ctrl-C and Ctrl-D too); what was answered is saved"),
    ("again hard good easy", "overrule the rating of the last answer"),
)


def key(line: str) -> Key | None:
    """The key that a line is, or None where it is an answer; a space in front makes it an answer."""
    return None if line.startswith(" ") else KEYS.get(line.strip().casefold())


def rating(line: str) -> int | None:
    """The rating that a line names: a word, 1 to 4 of FSRS."""
    return None if line.startswith(" ") else RATINGS.get(line.strip().casefold())
