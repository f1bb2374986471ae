"""Show a verdict at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.grader import Verdict

BESIDE = 4  # rows for the command that was typed, a blank line, the rating and the next prompt


def show(screen: Screen, verdict: Verdict, path: Path, everything: bool = False, more: str = "--all") -> None:
    """The report; its first line says it in words and in color."""
    from rich.text import Text

    from kb.grader.process.layers import lacking

    for number, line in enumerate(report(screen, verdict, path, everything, rows(screen), more)):
        style = "" if number else style_of(verdict)
        screen.console.print(Text(screen.fold(line), style=style), soft_wrap=True)
    if verdict.sandbox and (absent := lacking(verdict.sandbox)):  # none are named where nothing was executed
        screen.console.print(Text(screen.fold(absent), style="warn"), soft_wrap=True)


def style_of(verdict: Verdict) -> str:
    """The style of the line that says how it ended."""
    return "right" if verdict.passed else "warn" if verdict.only_edges else "wrong"


def report(
    screen: Screen, verdict: Verdict, path: Path, everything: bool, rows: int, more: str = "--all"
) -> list[str]:
    """The lines of the report, laid out with the signs that the screen shows: in ASCII some take more columns."""
    from kb.grader.report.lines import lines

    width = screen.width - 2 * screen.ascii_only  # the report's own … becomes ...
    return [
        screen.fold(line)
        for line in lines(_folded(verdict, screen.fold), path, everything, width, rows, more)
    ]


def _folded(thing: Any, fold: Callable[[str], str]) -> Any:
    """A verdict, or a part of it, with every text folded."""
    if isinstance(thing, str):
        return fold(thing)
    if isinstance(thing, tuple):
        return tuple(_folded(each, fold) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        found = {
            field.name: _folded(getattr(thing, field.name), fold) for field in fields(thing) if field.init
        }
        return replace(thing, **found)
    return thing


def rows(screen: Screen) -> int:
    """The rows of a report that the terminal shows at once, below the command and above what follows the report."""
    from kb.grader.report.lines import ROWS

    height = screen.height
    return ROWS if height is None else max(ROWS, height - BESIDE)
