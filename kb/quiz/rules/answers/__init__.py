"""From what was typed to what was meant: letters, numbers, shapes, printed lines. Pure.

Every reader returns the value, or an ``Unclear`` with what would have been clear.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unclear:
    """The line could not be read as an answer; ``expected`` says in one line what can."""

    expected: str
