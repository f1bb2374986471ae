"""The rows as tables, for the terminal and for a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.dev.bench.row import Row

NO_BREAK = "\N{NO-BREAK SPACE}"


def amount(value: float, unit: str) -> str:
    """``1.42 s``, ``83 ms``, ``34 answers/s``."""
    if unit == "s" and value < 0.0995:
        return f"{value * 1000:.2g} ms" if value < 0.00995 else f"{value * 1000:.0f} ms"
    return f"{value:.2f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def times(ratio: float) -> str:
    return f"{ratio:.2f} x" if ratio < 9.95 else f"{ratio:.0f} x"


def cells(row: Row) -> tuple[str, str, str, str]:
    """Name, value, ratio, bound."""
    ratio = "" if row.ratio is None else f"{times(row.ratio)} {row.against}"
    bound = "" if row.bound is None else f"{_bound(row)}{'' if row.holds else '  EXCEEDED'}"
    return row.name, amount(row.value, row.unit), ratio, bound


def _bound(row: Row) -> str:
    assert row.bound is not None
    limit = row.bound.at_most if row.bound.at_most is not None else row.bound.at_least
    assert limit is not None
    word = "at most" if row.bound.at_most is not None else "at least"
    return f"{word} {f'{limit:g} x' if row.bound.of == 'ratio' else f'{limit:g} {row.unit}'}"


def terminal(rows: Sequence[Row]) -> str:
    """Columns of equal width, under a heading for each group."""
    filled = [cells(row) for row in rows]
    wide = [max((len(cell[column]) for cell in filled), default=0) for column in range(3)]
    out = []
    for group, members in groupby(rows, key=lambda row: row.group):
        out += ["", group]
        for row in members:
            name, value, ratio, bound = cells(row)
            line = f"  {name:<{wide[0]}}  {value:>{wide[1]}}  {ratio:<{wide[2]}}  {bound}"
            out.append(line.rstrip())
    return "\n".join(out[1:])


def markdown(rows: Sequence[Row]) -> str:
    """A table for a page."""
    out = []
    for group, members in groupby(rows, key=lambda row: row.group):
        out += ["", f"| {group} | | ratio | bound |", "| --- | --: | --- | --- |"]
        for row in members:
            name, value, *others = cells(row)
            out.append(f"| {' | '.join((name, value.replace(' ', NO_BREAK), *others))} |")
    return "\n".join(out[1:])
