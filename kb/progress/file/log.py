"""Turn the rows of the table into answers.

Rows are only ever appended. A reset is a row as well, with the ids that it sets aside (NULL for all), and so
is taking the last reset back: nothing is lost by a slip, and deleting the file deletes the history.
Overruling a rating appends the answer once more, with the same question, moment and session: the last of
these counts. Aids (:mod:`kb.progress.model.aid`) are rows with their own events.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, get_args

from kb.progress.model.aid import Aid, What
from kb.progress.model.answered import Answered
from kb.progress.model.rating import Rating

ANSWERS = frozenset({"answered"})
AIDS = frozenset(get_args(What))

Values = tuple[Any, ...]


class Row(NamedTuple):
    """What ``schema.SELECT`` gives; nothing has been checked yet."""

    event: str
    question: Any
    rev: Any
    at: Any
    right: Any
    score: Any
    tries: Any
    hints: Any
    seconds: Any
    rating: Any
    overruled: Any
    session: Any
    detail: Any


def to_row(answered: Answered) -> Values:
    """The values for ``schema.INSERT``.

    Raises:
        ValueError: ``detail`` is not JSON that can be stored and exported.
    """
    _check_json(answered.detail)
    return (
        answered.question,
        answered.rev,
        answered.at.isoformat(),
        int(answered.right),
        float(answered.score),
        answered.tries,
        answered.hints,
        float(answered.seconds),
        int(answered.rating),
        int(answered.overruled),
        answered.session,
        answered.detail,
    )


def standing_resets(rows: Sequence[Row]) -> list[int]:
    """The places of the resets that were not taken back."""
    standing: list[int] = []
    for place, row in enumerate(rows):
        if row.event == "reset":
            standing.append(place)
        elif row.event == "restore" and standing:
            standing.pop()
    return standing


def in_effect(rows: Sequence[Row], events: Container[str]) -> list[Row]:
    """The rows of these events that no reset has set aside, in the order in which they were appended."""
    kept: list[Row] = []
    start = 0
    for place in standing_resets(rows):
        kept += (row for row in rows[start:place] if row.event in events)
        ids = from_mark(rows[place])
        kept = [] if ids is None else [row for row in kept if row.question not in ids]
        start = place
    return kept + [row for row in rows[start:] if row.event in events]


def overruled(rows: Iterable[Row]) -> list[Row]:
    """The rows with every answer that was overruled in its last form, at its first place."""
    found: dict[Values, Row] = {}
    for place, row in enumerate(rows):
        answer = (row.question, row.at, row.session)
        overrules = row.overruled or answer not in found
        found[answer if overrules else (place,)] = row
    return list(found.values())


def from_row(row: Row) -> Answered:
    """The answer that ``to_row`` had; ValueError or TypeError where the row cannot be one."""
    return Answered(
        question=row.question,
        rev=row.rev,
        at=datetime.fromisoformat(row.at),
        right=bool(row.right),
        score=row.score,
        tries=row.tries,
        hints=row.hints,
        seconds=row.seconds,
        rating=Rating(row.rating),
        overruled=bool(row.overruled),
        session=row.session,
        detail=row.detail,
    )


def to_aid_row(aid: Aid) -> Values:
    """The values for ``schema.INSERT_AID``."""
    return (aid.what, aid.question, aid.rev, aid.at.isoformat())


def from_aid_row(row: Row) -> Aid:
    """The aid that ``to_aid_row`` had; ValueError or TypeError where the row cannot be one."""
    return Aid(what=row.event, question=row.question, rev=row.rev, at=datetime.fromisoformat(row.at))  # type: ignore[arg-type]


def to_mark(ids: Iterable[str] | None) -> str | None:
    """The ``detail`` of a reset of these ids, None for all."""
    import json

    return None if ids is None else json.dumps(sorted(set(ids)))


def from_mark(row: Row) -> frozenset[str] | None:
    """The ids that a reset sets aside, None for all."""
    import json

    return None if row.detail is None else frozenset(json.loads(row.detail))


def _check_json(text: str) -> None:
    import json

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    try:
        json.loads(text, parse_constant=refuse)
        text.encode()  # a lone surrogate: json.dumps writes it as an escape unless ensure_ascii=False
    except ValueError as error:
        raise ValueError(f"detail is not JSON text ({error}), json.dumps(...) was expected") from error
