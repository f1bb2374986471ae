"""Where a file of a cohort was found, so that later nothing else is opened in its stead.

Between the walk and the reading whoever can write into the folder can put a link, or another file, in the place of an
answer or of a folder above it: the answer would be graded with somebody else's text.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

_FOLDER = (
    getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
)  # where it can be had, without the right to list
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Moved(Exception):
    """What is there is not what was found."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file below a folder.

    Attributes:
        root: the real path of the folder.
        inside: the way from there to the file, no part of which is a link.
        device, inode: which file it was.
    """

    root: str
    inside: str
    device: int
    inode: int

    @classmethod
    def at(cls, root: str, inside: str) -> Place:
        """The place of what is there now; OSError where there is nothing."""
        found = os.lstat(os.path.join(root, inside))
        return cls(root, inside, found.st_dev, found.st_ino)

    def open(self) -> tuple[int | None, int]:
        """A descriptor to read from, and the mode of the file; no descriptor for what is no regular file.

        Raises:
            Moved: another file, or a link, is there now.
            OSError: it cannot be opened, or is gone.
        """
        *folders, name = self.inside.split(os.sep)
        holder = os.open(self.root, _FOLDER)
        try:
            for part in folders:
                inner = _open(part, _FOLDER, holder)
                os.close(holder)
                holder = inner
            # Before it is opened: opening a pipe or a device can do things.
            mode = self._same(os.stat(name, dir_fd=holder, follow_symlinks=False))
            if not stat.S_ISREG(mode):
                return None, mode
            fd = _open(name, _FILE, holder)
        finally:
            os.close(holder)
        try:
            return fd, self._same(os.fstat(fd))
        except Moved:
            os.close(fd)
            raise

    def _same(self, found: os.stat_result) -> int:
        # The number of a file that was removed may be given to the next one, so a link may have it too.
        if (found.st_dev, found.st_ino) != (self.device, self.inode) or stat.S_ISLNK(found.st_mode):
            raise Moved
        return found.st_mode


def _open(name: str, flags: int, folder: int) -> int:
    try:
        return os.open(name, flags | _NO_LINK, dir_fd=folder)
    except OSError:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise Moved from None
        raise
