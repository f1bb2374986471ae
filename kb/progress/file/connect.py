"""Opening a progress file for writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kb.progress.file.create import uri

if TYPE_CHECKING:
    import sqlite3

NO_SHARED_MEMORY = ("SQLITE_CANTOPEN", "SQLITE_IOERR_SHM")


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Open for writing; where memory cannot be shared, as on some network drives, for this process alone."""
    import sqlite3

    for sharing in ("NORMAL", "EXCLUSIVE"):
        connection = sqlite3.connect(uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=patience)
        try:
            connection.execute(f"PRAGMA locking_mode = {sharing}")
            connection.execute("PRAGMA synchronous = EXTRA")  # FULL, and the folder of a journal too
            connection.execute("PRAGMA fullfsync = 1")  # macOS: past the cache of the drive
            connection.execute("SELECT 1 FROM answers LIMIT 1").fetchone()
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            name = getattr(error, "sqlite_errorname", "")
            if sharing == "EXCLUSIVE" or not name.startswith(NO_SHARED_MEMORY):
                raise
        except BaseException:
            connection.close()
            raise
    raise AssertionError("unreachable")


def identity(path: Path) -> tuple[int, int] | None:
    """Tells whether the same file still bears the name; None where none does."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
