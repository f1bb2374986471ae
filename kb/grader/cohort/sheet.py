"""``verdicts.csv``: one line for each answer, for a spreadsheet, where no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from kb.grader.cohort.row import Row

HEAD = (
    *("file", "student folder", "question", "outcome", "passed tests", "tests", "score"),
    *("first failing test", "message", "mistake"),
    *("core tests passed", "core tests", "edge tests passed", "edge tests", "open edges"),
)
# Characters that begin a formula in a spreadsheet, full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(rows: Iterable[Row]) -> Iterable[bytes]:
    """The table as UTF-8 with a byte order mark, without which Excel assumes another encoding."""
    yield b"\xef\xbb\xbf"
    yield _line(HEAD)
    for row in rows:
        mistake = row.mistake.title if row.mistake is not None else ""
        numbers = (row.passed, row.tests, round(row.score, 4)) if row.graded else ("", "", "")
        cells = (row.file, row.student, row.question, row.outcome, *numbers)
        yield _line((*cells, row.first_failing, row.message, mistake, *_by_part(row)))


def _by_part(row: Row) -> tuple[str | int, ...]:
    if row.core is None:
        return ("",) * 5
    passed, tests = sum(part.passed for part in row.edges), sum(part.tests for part in row.edges)
    return row.core.passed, row.core.tests, passed, tests, ", ".join(row.open_edges)


def _line(cells: Iterable[str | float]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerow(map(cell, cells))
    return out.getvalue().encode("utf-8", "backslashreplace")


def cell(value: str | float) -> str | float:
    """Text on one line, with an apostrophe in front where it could be taken for a formula."""
    if not isinstance(value, str):
        return value
    text = " ".join(value.splitlines())
    return f"'{text}" if text.lstrip(" \xa0").startswith(FORMULA) else text
