"""Reading a progress file without touching it.

SQLite changes what it opens: it leaves ``-wal`` and ``-shm`` files, and the last one out moves the log into
the file, damaged or not. So a file is read as it lies where nothing waits in a log, and otherwise in a copy.
Nothing is ever written beside it; a read-only folder is not an obstacle, and a damaged file stays as it is.

A copy made while others write is whole all the same. What is copied is first the file, then its log, and the
log's head is the same before and after: then the log was not restarted in between, and whatever a
checkpoint changed in the file meanwhile stands in the log as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kb.progress.file import place
from kb.progress.file.create import uri
from kb.progress.model import errors

if TYPE_CHECKING:
    import sqlite3

ATTEMPTS = 5
WAL_HEADER_SIZE = 32

Result = TypeVar("Result")
Stamp = tuple[object, ...]


def look(path: Path, query: Callable[[sqlite3.Connection], Result]) -> Result:
    """What ``query`` gives on the progress file at ``path``, after the file was checked.

    Raises:
        ProgressError: the file is damaged, foreign, newer, or may not be read.
    """
    for _ in range(ATTEMPTS):
        with errors.explained(path):
            before = _stamp(path)
        try:
            with errors.explained(path), _opened(path) as connection:
                _check(path, connection)
                result = query(connection)
        except errors.ProgressError:
            if _unchanged(path, before):
                raise
        else:
            if _unchanged(path, before):
                return result
    with errors.explained(path), _shared(path) as connection:  # so others are using it all the time
        return query(connection)


def _stamp(path: Path) -> Stamp:
    """What changes when a file that is being read changes in a way that matters."""
    try:
        with open(_side(path, "-wal"), "rb") as file:
            if head := file.read(WAL_HEADER_SIZE):
                return (head,)
    except FileNotFoundError:
        pass
    return _state(path), _state(_side(path, "-journal"))


def _unchanged(path: Path, before: Stamp) -> bool:
    with errors.explained(path):
        return _stamp(path) == before


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _side(path: Path, side: str) -> Path:
    return path.with_name(path.name + side)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    import sqlite3

    logs = [
        log for log in (_side(path, "-wal"), _side(path, "-journal")) if log.exists() and log.stat().st_size
    ]
    if not logs:
        connection = sqlite3.connect(uri(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
        return
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        for file in (path, *logs):
            shutil.copyfile(file, Path(folder) / file.name)
        connection = sqlite3.connect(Path(folder) / path.name, isolation_level=None)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # needs no shared memory
            yield connection
        finally:
            connection.close()


@contextmanager
def _shared(path: Path) -> Iterator[sqlite3.Connection]:
    """The file itself, under the locks of SQLite."""
    import sqlite3

    connection = sqlite3.connect(uri(path, "mode=rw"), uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _check(path: Path, connection: sqlite3.Connection) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    place.check_identity(path, application_id, version)
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise errors.damaged(path, verdict)
    connection.execute("SELECT 1 FROM answers LIMIT 1")
