"""One run at a time writes to a folder. The system lets go of the lock however a process ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NAME = ".lock"


class Locked(Exception):
    """Another process has the lock; the text names it where that is known."""


class Lock:
    """Held from ``take`` to ``release``."""

    def __init__(self, folder: Path):
        self._path = folder / NAME
        self._fd = -1

    def take(self) -> None:
        """
        Raises:
            Locked: another process holds it.
            OSError: the file cannot be made.
        """
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            _lock(self._fd)
        except OSError:
            holder = self._read()
            os.close(self._fd)
            self._fd = -1
            raise Locked(holder) from None
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
            os.ftruncate(self._fd, 0)
            os.write(self._fd, str(os.getpid()).encode())

    def release(self) -> None:
        if self._fd != -1:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = -1

    def _read(self) -> str:
        try:
            text = os.pread(self._fd, 20, 0).decode("ascii", "replace") if hasattr(os, "pread") else ""
        except OSError:
            text = ""
        return f"process {text}" if text.isdecimal() else "another process"


def _lock(fd: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
