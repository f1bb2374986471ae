"""A file pinned where it was found, so that nothing else is opened in its place later.

Between walking and reading, anybody who can write into the folder can replace an answer, or a folder above it, by a
link or another file: the answer would be graded with somebody else's text.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

_FOLDER = (
    getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
)  # O_PATH needs no right to list the folder
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Replaced(Exception):
    """The file that was found has been replaced."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file below a folder.

    Attributes:
        root: the real path of the folder.
        inside: the path from there to the file, without links.
        device, inode: the identity of the file.
    """

    root: str
    inside: str
    device: int
    inode: int

    @classmethod
    def at(cls, root: str, inside: str) -> PinnedFile:
        """Pin the file that is there now; OSError where there is none."""
        found = os.lstat(os.path.join(root, inside))
        return cls(root, inside, found.st_dev, found.st_ino)

    def open(self) -> tuple[int | None, int]:
        """A descriptor to read from, and the file's mode; without a descriptor if it is not a regular file.

        Raises:
            Replaced: there is another file, or a link, now.
            OSError: it cannot be opened, or was removed.
        """
        *folders, name = self.inside.split(os.sep)
        holder = os.open(self.root, _FOLDER)
        try:
            for part in folders:
                inner = _open(part, _FOLDER, holder)
                os.close(holder)
                holder = inner
            # Checked before it is opened: opening a pipe or a device can have effects.
            mode = self._same(os.stat(name, dir_fd=holder, follow_symlinks=False))
            if not stat.S_ISREG(mode):
                return None, mode
            fd = _open(name, _FILE, holder)
        finally:
            os.close(holder)
        try:
            return fd, self._same(os.fstat(fd))
        except Replaced:
            os.close(fd)
            raise

    def _same(self, found: os.stat_result) -> int:
        # An inode number is reused after a file is removed, so a link may have it.
        if (found.st_dev, found.st_ino) != (self.device, self.inode) or stat.S_ISLNK(found.st_mode):
            raise Replaced
        return found.st_mode


def _open(name: str, flags: int, folder: int) -> int:
    try:
        return os.open(name, flags | _NO_LINK, dir_fd=folder)
    except OSError:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise Replaced from None
        raise
