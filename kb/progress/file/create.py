"""Making a progress file.

It is made complete under another name and then linked to its own, which fails where another process was
first. So whatever bears the name is a whole progress file, at every moment and wherever a kill comes.
"""

from __future__ import annotations

import os
from pathlib import Path

from kb.progress.file import place
from kb.progress.file.schema import SCHEMA


def create(path: Path) -> None:
    """Make an empty progress file at ``path``, unless there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        _build(draft)
        _publish(draft, path)
    finally:
        for name in (draft, *place.sides(draft)):
            name.unlink(missing_ok=True)


def uri(path: Path, options: str) -> str:
    """The name by which SQLite opens ``path``."""
    return f"{path.as_uri()}?{options}"


def _build(draft: Path) -> None:
    """The file says itself which journal it has: a write-ahead log where the file system can have one."""
    import sqlite3

    connection = sqlite3.connect(uri(draft, "mode=rwc"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA fullfsync = 1")
        connection.execute("BEGIN")
        connection.execute(f"PRAGMA application_id = {place.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {place.VERSION}")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("COMMIT")
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("SELECT count(*) FROM answers").fetchone()
        except sqlite3.OperationalError:
            connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except (OSError, NotImplementedError):  # no hard links, as on FAT
        if path.exists():
            return
        os.rename(draft, path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Bring the new name to the disk, so that it survives a loss of power."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
