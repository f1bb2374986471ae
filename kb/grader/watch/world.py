"""The clock, the disk, and the news that something on it changed."""

from __future__ import annotations

import queue
import time
from pathlib import Path

from kb.grader.answer.file import Answer, read_answer
from kb.grader.watch.folders import Folders
from kb.grader.watch.settling import Stamp, stamp

TICK = 0.5  # seconds between two looks where no change is told
DEAF_TICK = 0.05  # the same where this system tells of no changes at all


class World:
    """What ``Saves`` knows of the world around one file; tests put their own in its place."""

    def __init__(self, path: Path):
        self.path = path
        self._also: tuple[Path, ...] = ()
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._folders = Folders(self.wake)
        self.follow(())

    def follow(self, also: tuple[Path, ...]) -> None:
        """Be told of the file, and of these."""
        self._also = also
        self._folders.follow((self.path, *also))

    def wake(self) -> None:
        """Let ``wait`` return at once; may be called from another thread and from a signal's handler."""
        self._news.put(None)

    @property
    def stirred(self) -> bool:
        """Whether there was news since the last wait."""
        return not self._news.empty()

    def wait(self, seconds: float | None = None) -> None:
        """Until there is news, at most so many seconds; without a number as long as it is safe not to look."""
        if seconds is None:
            self.follow(self._also)
            seconds = DEAF_TICK if self._folders.deaf else TICK
        try:
            self._news.get(timeout=seconds)
            while True:
                self._news.get_nowait()
        except queue.Empty:
            pass

    def now(self) -> tuple[float, float]:
        """Seconds of a clock that only goes forward, and of the clock on the wall."""
        return time.monotonic(), time.time()

    def stamp(self, path: Path) -> Stamp | None:
        return stamp(path)

    def read(self) -> Answer:
        return read_answer(self.path)

    def close(self) -> None:
        self._folders.close()
