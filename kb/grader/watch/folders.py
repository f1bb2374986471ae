"""Immediate notice of changes to a few files, by watchdog.

The folders of the files are watched, not the files themselves: an editor that replaces a file would leave a watch on
the old one. Folders are replaced too, so ``follow`` has to be called again and again. A caller also has to look for
itself from time to time: network file systems report nothing, and the kernel can run out of watches.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

# Opening a file is left out: every look at a file would be reported.
CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent)
]
Place = tuple[str, int, int]  # a file's path, and the device and inode of its folder
logging.getLogger("watchdog").addHandler(logging.NullHandler())


class Folders(FileSystemEventHandler):
    """Watches the folders of some files. ``deaf`` means that this system does not report changes."""

    def __init__(self, changed: Callable[[], None]):
        self.deaf = False
        self._changed = changed
        self._followed: frozenset[Place] = frozenset()
        self._observer = Observer()
        try:
            self._observer.start()
        except (OSError, RuntimeError):
            self.deaf = True

    def follow(self, files: Iterable[Path]) -> None:
        """Watch these files, and no others, in their folders as they are now."""
        if (wanted := frozenset(_places(files))) == self._followed:
            return
        self._followed = wanted
        self._observer.unschedule_all()
        for folder in {os.path.dirname(path) for path, _, _ in wanted}:
            try:
                self._observer.schedule(self, folder, event_filter=CHANGES)
            except (OSError, RuntimeError):
                self.deaf = True
        self._changed()  # a file may have changed while nothing was watched

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)}
        if any(path in paths for path, _, _ in self._followed):
            self._changed()

    def close(self) -> None:
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(2)


def _places(files: Iterable[Path]) -> Iterator[Place]:
    for file in files:
        for path in {os.path.abspath(file), os.path.realpath(file)}:  # a link and its target
            try:
                folder = os.path.realpath(os.path.dirname(path))
                found = os.stat(folder)
            except (OSError, ValueError):
                continue
            yield os.path.join(folder, os.path.basename(path)), found.st_dev, found.st_ino
