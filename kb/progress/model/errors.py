"""Errors of the progress file, each as one line that says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

DAMAGE = ("no such table", "no such column", "malformed", "decode")  # of messages without a code of their own
ELSEWHERE = "set KB_HOME to another folder"


class ProgressError(Exception):
    """The progress file cannot be used. The text is one line: the file, what is wrong, what to do."""

    def __init__(self, path: Path, found: str, remedy: str) -> None:
        self.path = path
        name = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(path))
        super().__init__(f"{name}: {' '.join(found.split())}; {remedy}")


def damaged(path: Path, why: str) -> ProgressError:
    log = path.with_name(f"{path.name}-wal")
    it = f"it and {log.name}" if log.exists() else "it"  # a log that is left behind spoils the next file
    return ProgressError(
        path,
        f"the progress file is damaged ({why}) and was left as it is",
        f"move {it} away, then put a backup there or begin a new history",
    )


def foreign(path: Path, why: str) -> ProgressError:
    return ProgressError(path, f"not a progress file ({why}), left as it is", f"move it away, or {ELSEWHERE}")


def newer(path: Path, found: int, known: int) -> ProgressError:
    return ProgressError(
        path,
        f"written by a newer version of kb (format {found}, this one knows up to {known}), left as it is",
        f"update kb, or {ELSEWHERE}",
    )


def read_only(path: Path, what: Path) -> ProgressError:
    place = "the file" if what == path else f"the folder {what}"
    return ProgressError(
        path, f"cannot be written, {place} is read-only", f"make it writable, or {ELSEWHERE}"
    )


def full(path: Path) -> ProgressError:
    return ProgressError(
        path, "nothing more can be written, the disk is full", f"free some space and go on, or {ELSEWHERE}"
    )


def busy(path: Path) -> ProgressError:
    return ProgressError(
        path, "locked for too long by another session", "wait for it to finish, or end it, and try again"
    )


def from_os(error: OSError, path: Path) -> ProgressError:
    """The line for what the operating system refused."""
    where = Path(error.filename) if isinstance(error.filename, str) else path
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return full(path)
        case errno.EROFS:
            return read_only(path, path.parent)
        case errno.EACCES | errno.EPERM:
            return ProgressError(
                path, f"permission denied for {where}", f"give yourself access, or {ELSEWHERE}"
            )
        case errno.ENOTDIR | errno.EEXIST:
            return ProgressError(
                path, "a file stands where a folder was expected", f"move it away, or {ELSEWHERE}"
            )
        case errno.EISDIR:
            return ProgressError(path, "is a folder, a file was expected", f"move it away, or {ELSEWHERE}")
    return ProgressError(path, f"cannot be used ({error.strerror or error})", ELSEWHERE)


def from_sqlite(error: sqlite3.Error, path: Path) -> ProgressError:
    """The line for what SQLite refused."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or any(word in str(error) for word in DAMAGE):
        return damaged(path, str(error))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return busy(path)
    if name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):  # the latter: no room for the -shm file
        return full(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return read_only(path, path)
    return ProgressError(path, f"cannot be used ({error})", f"check the disk, or {ELSEWHERE}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system or SQLite raises inside into a :class:`ProgressError`."""
    try:
        yield
    except OSError as error:
        raise from_os(error, path) from error
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error
    except Exception as error:
        import sqlite3  # only now: a start without a history must not pay for it

        if isinstance(error, sqlite3.Error):
            raise from_sqlite(error, path) from error
        raise
