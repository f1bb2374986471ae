"""Decide whether a file is complete or still being written. Pure: the clock and the disk are read elsewhere.

An editor saves in one write, in several, by emptying the file first, or by replacing it. A save counts once the file
has been unchanged for a moment. The moment is longer if the file is empty or missing, as its text is about to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

QUIET = 0.015  # seconds without a change; short, because every verdict waits for them
AWAY = 0.25  # the same if the file is empty or missing
# An older change cannot be the one just noticed: a file server has another clock, or the file was moved here.
RECENT = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Stamp:
    """The properties of a file that change with it. ``changed`` is by the file system's clock."""

    size: int
    modified: int
    inode: int
    changed: float

    @property
    def content(self) -> tuple[int, int, int]:
        """The properties that change with the text, unlike permissions and links."""
        return self.size, self.modified, self.inode

    @property
    def quiet(self) -> float:
        return QUIET if self.size else AWAY


def stamp(path: Path) -> Stamp | None:
    """The file as it is now; None if it does not exist."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime)


def age(found: Stamp | None, wall: float) -> float:
    """Seconds since the last change if the file's own clock is plausible, else 0."""
    passed = 0.0 if found is None else wall - found.changed
    return passed if 0 <= passed <= RECENT else 0.0


class Settling:
    """Follows a file from look to look, and says how long to wait before reading it."""

    def __init__(self) -> None:
        self.since = 0.0  # when it last changed, by the clock of ``look``
        self._seen: Stamp | None = None
        self._begun = False

    def look(self, found: Stamp | None, now: float, wall: float) -> float:
        """Seconds until the next look; 0 if the file is complete.

        Args:
            found: the file as it is now.
            now: seconds of a monotonic clock.
            wall: seconds of the file system's clock.
        """
        if not self._begun or found != self._seen:
            self._begun, self._seen, self.since = True, found, now - age(found, wall)
        quiet = AWAY if found is None else found.quiet
        return max(0.0, self.since + quiet - now)

    def restart(self) -> None:
        """Start over: the file changed while it was read."""
        self._begun = False
