"""Being told at once when one of a few files changes, by watchdog.

The folders around the files are watched, not the files: an editor that puts a new file in the place of the old one
would leave a watch on the old one. Folders move too, so ``follow`` is called again and again, and whoever relies on
this looks from time to time as well: network file systems tell nothing, and the kernel's watches can be used up.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
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
from watchdog.observers.api import BaseObserver, ObservedWatch

# Not the opening of files: that would be told of every look at them.
CHANGES: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent)
]
Place = tuple[str, int, int]  # a folder's path, device and inode
logging.getLogger("watchdog").addHandler(logging.NullHandler())


class Changes(FileSystemEventHandler):
    """Passes on what concerns files of these names."""

    def __init__(self, names: frozenset[str], heard: Callable[[], None]):
        self.names, self.heard = names, heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        if not self.names.isdisjoint(map(os.path.basename, paths)):
            self.heard()


class Folders:
    """The folders of some files. ``deaf`` says that this system tells of no changes."""

    def __init__(self, heard: Callable[[], None]):
        self.heard = heard
        self.deaf = False
        self._watches: dict[Place, tuple[frozenset[str], ObservedWatch]] = {}
        self._observer: BaseObserver | None = None
        try:
            self._observer = Observer()
            self._observer.start()
        except (OSError, RuntimeError):
            self.deaf = True

    def follow(self, files: Iterable[Path]) -> None:
        """From now on be told of these files: their folders as they are at this moment."""
        wanted: dict[Place, frozenset[str]] = {}
        for file in files:
            for path in {os.path.abspath(file), os.path.realpath(file)}:  # a link, and where it leads
                if (place := _place(os.path.dirname(path))) is not None:
                    wanted[place] = wanted.get(place, frozenset()) | {os.path.basename(path)}
        for place, (names, watch) in list(self._watches.items()):
            if wanted.get(place) != names:
                del self._watches[place]
                self._drop(watch)
        for place in wanted.keys() - self._watches.keys():
            self._add(place, wanted[place])

    def close(self) -> None:
        if self._observer is not None and self._observer.is_alive():
            self._observer.stop()
            self._observer.join(2)

    def _add(self, place: Place, names: frozenset[str]) -> None:
        if self._observer is None:
            return
        try:
            changes = Changes(names, self.heard)
            watch = self._observer.schedule(changes, place[0], recursive=False, event_filter=CHANGES)
        except (OSError, RuntimeError):
            self.deaf = True
        else:
            self._watches[place] = names, watch

    def _drop(self, watch: ObservedWatch) -> None:
        assert self._observer is not None
        try:
            self._observer.unschedule(watch)
        except (KeyError, OSError, RuntimeError):
            pass  # its folder is gone, and the watch went with it


def _place(folder: str) -> Place | None:
    try:
        real = os.path.realpath(folder)
        found = os.stat(real)
    except (OSError, ValueError):
        return None
    return real, found.st_dev, found.st_ino
