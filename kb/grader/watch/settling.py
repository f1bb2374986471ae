"""Is a file at rest, or still being written? Pure: the clock and the disk are asked elsewhere.

An editor saves in one write, in several, by emptying the file first, or by putting a new file in its place. A save
counts when the file has looked the same for a moment; the moment is longer where the file is empty or away, because
then something is about to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

QUIET = 0.015  # seconds without a change; short, because they are part of the wait for every verdict
AWAY = 0.25  # the same where the file is empty or not there
RECENT = (
    2.0  # an older change than this was not just noticed: the clock of a file server, or a file moved here
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file does. ``changed`` is by the file system's clock."""

    size: int
    modified: int
    inode: int
    changed: float

    @property
    def content(self) -> tuple[int, int, int]:
        """What changes when the text does; permissions and links are left out."""
        return self.size, self.modified, self.inode

    @property
    def quiet(self) -> float:
        return QUIET if self.size else AWAY


def stamp(path: Path) -> Stamp | None:
    """The file as it is now, or None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime)


def age(found: Stamp | None, wall: float) -> float:
    """Seconds since the last change, as far as the file's own clock can be believed; else 0."""
    passed = 0.0 if found is None else wall - found.changed
    return passed if 0 <= passed <= RECENT else 0.0


class Settling:
    """Told at every look what the file looks like; says how long to wait until it is worth reading."""

    def __init__(self) -> None:
        self.since = 0.0  # when the last change happened, by the clock of ``look``
        self._seen: Stamp | None = None
        self._begun = False

    def look(self, found: Stamp | None, now: float, wall: float) -> float:
        """Seconds until the next look; 0 when the file is at rest.

        Args:
            found: the file as it is now.
            now: seconds of a clock that only goes forward.
            wall: seconds of the file system's clock.
        """
        if not self._begun or found != self._seen:
            self._begun, self._seen, self.since = True, found, now - age(found, wall)
        quiet = AWAY if found is None else found.quiet
        return max(0.0, self.since + quiet - now)

    def again(self) -> None:
        """Begin anew: the file changed while it was read."""
        self._begun = False
