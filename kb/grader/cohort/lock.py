"""One run at a time writes to a folder; the system releases the lock however a process ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

NAME = ".lock"


class Locked(Exception):
    """Another process holds the lock; the text names it where it is known."""


def lock(folder: Path) -> contextlib.AbstractContextManager[object]:
    """Lock a folder until the context manager that is returned ends.

    Raises:
        Locked: another process holds the lock.
        OSError: the lock's file cannot be created.
    """
    path = folder / NAME
    try:
        held = FileLock(path, blocking=False, fallback_to_soft=False).acquire()
    except Timeout:
        holder = (
            path.read_text("ascii", "replace") if os.name != "nt" else ""
        )  # unreadable there while locked
        raise Locked(f"process {holder}" if holder.isdecimal() else "another process") from None
    with contextlib.suppress(OSError):  # a full disk does not break the lock
        path.write_text(str(os.getpid()))
    return held
