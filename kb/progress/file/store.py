"""The history of answers: an SQLite file that is only ever appended to.

An answer is on the disk when :meth:`Store.record` returns: neither a kill nor a loss of power takes it away,
and processes that write at once wait for each other. A file that cannot be used is refused with one line
(:class:`kb.progress.model.errors.ProgressError`) and left as it is. Reading creates nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kb.progress.file import log, place, schema
from kb.progress.file.connect import connect, identity
from kb.progress.file.create import create
from kb.progress.file.look import look
from kb.progress.model import errors
from kb.progress.model.aid import Aid
from kb.progress.model.answered import Answered

if TYPE_CHECKING:
    import sqlite3

Found = TypeVar("Found")
PATIENCE = 10.0  # seconds to wait for another process that is writing


class Store:
    """Use it as a context manager, or call :meth:`close`."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._writer: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    @classmethod
    def open(cls, path: Path | None = None, *, patience: float = PATIENCE) -> Store:
        """The history at ``path`` (default: the user's own), which need not exist yet.

        Raises:
            ProgressError: something else is there, or a newer file.
        """
        store = cls(place.absolute(path or place.default_path()), patience)
        place.exists(store.path)
        return store

    def check_writable(self) -> None:
        """Raise ProgressError now rather than after the first answer; creates nothing."""
        place.check_writable(self.path)
        self._check()

    def probe(self) -> None:
        """Raise ProgressError unless an answer could be recorded now; what is written for it is gone afterwards."""
        self.check_writable()
        place.probe(self.path)
        if place.exists(self.path):
            with errors.explained(self.path):
                # Written like an answer, through the log, and the same as it was.
                self._connected().execute(f"PRAGMA user_version = {place.VERSION}")

    def record(self, answered: Answered) -> None:
        """Append an answer; it is on the disk when this returns.

        To overrule its rating, record it once more with ``rating`` and ``overruled`` replaced.
        """
        self._append(schema.INSERT, log.to_row(answered))

    def note(self, aid: Aid) -> None:
        """Append that the learner was helped, or began an exercise."""
        self._append(schema.INSERT_AID, log.to_aid_row(aid))

    def answers(self, ids: Iterable[str] | None = None) -> tuple[Answered, ...]:
        """The answers in effect to these full ids (default: all), in the order in which they were recorded.

        A question that was renamed has answers under its former ids too: ask with ``history.names``.
        """
        return self._read(log.ANSWERS, log.from_row, ids)

    def aids(self, ids: Iterable[str] | None = None) -> tuple[Aid, ...]:
        """The aids in effect to these full ids (default: all), in the order in which they were noted."""
        return self._read(log.AIDS, log.from_aid_row, ids)

    def reset(self, ids: Iterable[str] | None = None, *, at: datetime | None = None) -> int:
        """Set aside the answers and aids to these ids (default: all), and say how many answers they were."""
        ids = None if ids is None else tuple(ids)
        count = len(self.answers(ids))
        if count or self.aids(ids):
            self._append(schema.INSERT_MARK, ("reset", _moment(at), log.to_mark(ids)))
        return count

    def undo_reset(self, *, at: datetime | None = None) -> int:
        """Take the last reset back, and say how many answers that brought back."""
        before = len(self.answers())
        if not log.standing_resets(self._rows()):
            return 0
        self._append(schema.INSERT_MARK, ("restore", _moment(at), None))
        return len(self.answers()) - before

    def export(self) -> list[dict[str, Any]]:
        """The answers in effect as plain values for ``json.dumps``."""
        return [answered.as_json() for answered in self.answers()]

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self) -> list[log.Row]:
        if not place.exists(self.path):
            return []
        if self._writer is not None and self._identity == identity(self.path):
            with errors.explained(self.path):
                return _select(self._writer)
        return look(self.path, _select)

    def _read(
        self, events: Container[str], decode: Callable[[log.Row], Found], ids: Iterable[str] | None
    ) -> tuple[Found, ...]:
        wanted = None if ids is None else frozenset(ids)
        rows = self._rows()
        try:
            kept = log.overruled(log.in_effect(rows, events))
            return tuple(decode(row) for row in kept if wanted is None or row.question in wanted)
        except (ValueError, TypeError) as error:
            raise errors.damaged(self.path, f"a row cannot be read: {error}") from error

    def _check(self) -> bool:
        """Whether there is a file; a damaged one is refused before SQLite opens it for writing."""
        there = place.exists(self.path)
        if there:
            look(self.path, lambda connection: None)
        return there

    def _append(self, statement: str, values: log.Values) -> None:
        with errors.explained(self.path):
            self._connected().execute(statement, values)

    def _connected(self) -> sqlite3.Connection:
        if self._writer is not None:
            if self._identity == identity(self.path):
                return self._writer
            self.close()  # moved away or replaced meanwhile: what is there now counts
            place.check_no_sides(self.path)
        place.check_writable(self.path)
        if not self._check():
            create(self.path)
        self._writer = connect(self.path, self._patience)
        self._identity = identity(self.path)
        return self._writer


def _select(connection: sqlite3.Connection) -> list[log.Row]:
    return [log.Row._make(row) for row in connection.execute(schema.SELECT)]


def _moment(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).isoformat()
