"""The screen of ``watch``: the last verdict and what happened since; a pipe gets line after line."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.quiz.screen.screen import Screen, columns
from kb.quiz.screen.verdict import report, style_of

if TYPE_CHECKING:
    from kb.bank.model.question import Code
    from kb.grader import Verdict
    from kb.grader.watch.saves import Saved

Line = tuple[str, str]  # text and style
State = Literal["right so far", "passed", "failed"]
LOWEST = 8  # rows; a lower terminal scrolls
BESIDE = 4  # rows for the heading, what was saved, a note and the cursor
ENDLESS = 1000  # rows where nothing is a screen
WHY = {"start": "as it is now", "cases": "graded again: the exercise was changed"}


class Board:
    """Hears of saves and verdicts, and shows them.

    Args:
        screen: where to.
        path: the learner's file.
        everything: show all that failed; then also more than a screen.
        graded: called after each verdict was shown; returns a line to add, or None.
    """

    def __init__(
        self,
        screen: Screen,
        path: Path,
        everything: bool,
        graded: Callable[[Code, Verdict], str | None],
    ):
        self.screen, self.path, self.everything, self._graded = screen, path, everything, graded
        self._stream = screen.out.stream
        console = screen.console
        self.redraws = console.is_terminal and not console.is_dumb_terminal
        self.gone: Callable[[], None] = lambda: None  # called when nobody reads any more
        self.count = 0
        self.passed_at: datetime | None = None
        self._block: list[Line] = []
        self._counted: Saved | None = None
        self._early: tuple[Saved, State, float] | None = None  # what was shown of a save, and after how long

    def soon(self, saved: Saved, verdict: Verdict) -> None:
        state = _state(verdict)
        if self._early is None or self._early[:2] != (saved, state):
            self._early = (saved, state, time.monotonic() - saved.at)
            self._show(self._lines(saved, verdict, state, self._early[2]))
            self._count(saved, state)

    def verdict(self, saved: Saved, exercise: Code, verdict: Verdict) -> None:
        state: State = "passed" if verdict.passed else "failed"
        known = self._early is not None and self._early[:2] == (saved, state)
        took = self._early[2] if self._early is not None and known else time.monotonic() - saved.at
        if self.redraws or not known:
            self._show(self._lines(saved, verdict, state, took))
        else:  # found since the tests ended: the known mistake, a warning
            lines = self._lines(saved, verdict, state, took)
            self._print([line for line in lines[2:] if line not in self._block])
        self._count(saved, state)
        if (more := self._graded(exercise, verdict)) is not None:
            self._block.append((more, "quiet"))
            self._print(self._block[-1:])

    def note(self, text: str) -> None:
        line = (f"{_clock(time.monotonic())}  {text}", "warn")
        if self.redraws:
            self._clear()
            self._print(self._fit([*self._block, line], keep=1))
        else:
            self._print([line])

    def _count(self, saved: Saved, state: State) -> None:
        """Count a verdict when it is first told, for the file may be saved again before it is told in full."""
        if state == "right so far" or saved is self._counted:
            return
        self._counted = saved
        self.count += 1
        if state == "passed" and self.passed_at is None:
            self.passed_at = datetime.now()

    def _lines(self, saved: Saved, verdict: Verdict, state: State, took: float) -> list[Line]:
        when = WHY.get(saved.why) or f"{took:.2f} s after the save"
        heading = (f"{_clock(saved.at + took)}  {when}", "bold")
        if state == "right so far":
            text = f"RIGHT SO FAR  {self.path.name} for {verdict.question}: {len(verdict.tests)} tests passed"
            return [heading, (f"{text}; its speed is being measured", "warn")]
        _, rows = self._size()
        shown = report(self.screen, verdict, self.path, self.everything, rows - BESIDE)
        style = style_of(verdict)
        return [heading, *((line, "" if number else style) for number, line in enumerate(shown))]

    def _show(self, lines: list[Line]) -> None:
        if self.redraws and lines == self._block:
            return
        self._block = lines
        if self.redraws:
            self._clear()
            lines = self._fit(lines)
        self._print(lines)

    def _print(self, lines: list[Line]) -> None:
        from rich.text import Text

        for text, style in lines:
            self.screen.console.print(Text(self.screen.fold(text), style=style), soft_wrap=True)
        self.screen.out.flush()
        if self.screen.gone:
            self.gone()

    def _clear(self) -> None:
        self.screen.console.clear()

    def _size(self) -> tuple[int, int]:
        """Columns and rows; a terminal may have other ones than a moment ago."""
        if not self.redraws:
            return self.screen.width, ENDLESS
        if columns(self._stream) != self.screen.width:
            self.screen = Screen(self._stream)
        return self.screen.width, max(LOWEST, self.screen.height or ENDLESS)

    def _fit(self, lines: list[Line], keep: int = 0) -> list[Line]:
        """At most a screen: what is in the middle is left out, the last ``keep`` lines are not."""
        if self.everything:
            return lines
        width, rows = self._size()
        return fit(lines, rows, width, keep)


def fit(lines: list[Line], rows: int, width: int, keep: int = 0) -> list[Line]:
    """As many of the first lines as leave room on a screen for the last ones, with a line that says what is missing.

    Args:
        lines: each may be wider than the screen.
        rows: of the screen; the lowest stays free for the cursor, one more for a line that may come.
        width: of the screen.
        keep: so many of the last lines are always shown.
    """
    from rich.cells import cell_len

    def height(some: list[Line]) -> int:
        return sum(max(1, -(-cell_len(text) // width)) for text, _ in some)

    rows -= 2
    if height(lines) <= rows:
        return lines
    first, last = lines[: len(lines) - keep], lines[len(lines) - keep :]
    while len(first) > 2 and height(first) + height(last) + 1 > rows:
        first = first[:-1]
    missing = len(lines) - len(first) - keep
    return [*first, (f"… {missing} lines more: --all shows everything", "quiet"), *last]


def _state(verdict: Verdict) -> State:
    """What the tests that ran say, when more may come."""
    if verdict.failed:
        return "failed"
    return "passed" if verdict.passed else "right so far"


def _clock(moment: float) -> str:
    """The time of day at a moment of ``time.monotonic``."""
    return (datetime.now() - timedelta(seconds=time.monotonic() - moment)).strftime("%H:%M:%S")
