"""The path of the progress file, and checks that do not touch it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from kb.progress.model import errors

NAME = "progress.db"
ROOM = 64 << 10  # bytes that a session may well need
APPLICATION_ID = int.from_bytes(b"kbpr", "big")
VERSION = 1
MAGIC = b"SQLite format 3\0"
HEADER_SIZE = 100  # https://www.sqlite.org/fileformat.html#the_database_header
SIDES = ("-wal", "-shm", "-journal")  # what SQLite may put beside a file
USER_VERSION_AT, APPLICATION_ID_AT = 60, 68


def default_path() -> Path:
    """``progress.db`` in ``KB_HOME``, or else in the user's data folder."""
    home = os.environ.get("KB_HOME")
    if home:
        return Path(home) / NAME
    import platformdirs

    return Path(platformdirs.user_data_dir("kb", appauthor=False)) / NAME


def absolute(path: Path) -> Path:
    """The path without ``~`` and symbolic links: SQLite names its side files after the real file."""
    try:
        return path.expanduser().resolve()
    except OSError as error:
        raise errors.from_os(error, path) from error
    except RuntimeError as error:  # no home folder is known; a loop of links
        raise errors.ProgressError(path, f"cannot be used ({error})", errors.ELSEWHERE) from error


def exists(path: Path) -> bool:
    """Whether there is a progress file that this version can use; only its first bytes are read.

    Raises:
        ProgressError: something else is there, or a file of a newer version.
    """
    with errors.explained(path):
        mode = _mode(path)
        if mode is None:
            return False
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise errors.foreign(path, "no regular file")
        with open(path, "rb") as file:
            header = file.read(HEADER_SIZE)
    _check_header(path, header)
    return True


def sides(path: Path) -> tuple[Path, ...]:
    """The files that SQLite may have put beside ``path``, whether they are there or not."""
    return tuple(path.with_name(path.name + side) for side in SIDES)


def check_no_sides(path: Path) -> None:
    """Refuse to put a file where the log of another one lies: SQLite would apply it to the new one."""
    left = next((side for side in sides(path) if side.exists()), None)
    if left is not None:
        raise errors.ProgressError(
            path,
            f"was moved away or replaced without its {left.name}",
            f"put it back, or move {left} away too",
        )


def check_identity(path: Path, application_id: int, version: int) -> None:
    """Refuse another program's file and a newer format."""
    if application_id != APPLICATION_ID:
        raise errors.foreign(path, "an SQLite file of another program")
    if version > VERSION:
        raise errors.newer(path, version, VERSION)
    if version < 1:
        raise errors.damaged(path, f"format {version}")


def check_writable(path: Path) -> None:
    """Refuse a place where an answer could not be kept; nothing is created."""
    with errors.explained(path):
        folder = path.parent
        if exists(path):
            if not os.access(path, os.W_OK):
                raise errors.read_only(path, path)
        else:
            while not folder.exists():
                folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "is a file", str(folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise errors.read_only(path, folder)


def probe(path: Path) -> None:
    """Write for a moment where the file is or would be: a full disk shows in no other way."""
    import tempfile

    with errors.explained(path):
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())


def _mode(path: Path) -> int | None:
    for _ in range(2):
        try:
            return os.stat(path).st_mode
        except FileNotFoundError:
            try:
                check_no_sides(path)
            except errors.ProgressError:
                if not path.exists():  # else another process has just made it
                    raise
    return None


def _check_header(path: Path, header: bytes) -> None:
    if not header:
        raise errors.damaged(path, "it is empty")
    if not header.startswith(MAGIC):
        raise errors.damaged(path, "not an SQLite file")
    if len(header) < HEADER_SIZE:
        raise errors.damaged(path, "cut off")
    application_id = int.from_bytes(header[APPLICATION_ID_AT : APPLICATION_ID_AT + 4], "big", signed=True)
    version = int.from_bytes(header[USER_VERSION_AT : USER_VERSION_AT + 4], "big", signed=True)
    check_identity(path, application_id, version)
