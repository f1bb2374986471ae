"""Compare the printed output of a snippet the way a reader does."""

from __future__ import annotations

import re


def same(given: str, printed: str) -> bool:
    """Whether the lines agree; spaces count only where they separate two words or numbers."""
    return _bare(given) == _bare(printed)


def exact(given: str, printed: str) -> bool:
    """Whether the lines agree to the character, spaces at their ends aside."""
    return [line.rstrip() for line in given.splitlines()] == [line.rstrip() for line in printed.splitlines()]


def _bare(text: str) -> list[str]:
    lines = [re.sub(r"\s+", " ", line.strip()) for line in text.strip().splitlines()]
    return [re.sub(r" ?([\[\](){},:=]) ?", r"\1", line) for line in lines]
