"""The screen: rich, at any width, with or without color, with or without Unicode, and with nobody reading.

Rich is imported when something is shown; its Markdown only when Markdown is.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from kb.quiz.text import plain, texts

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDEST = 100  # longer lines are hard to read
NARROWEST = 20
PIPED = 100  # columns where nobody says how many there are


class Out:
    """Standard output that folds signs where asked, and falls silent when its reader has gone."""

    def __init__(self, stream: TextIO, fold: bool) -> None:
        self.stream = stream
        self.fold = fold
        self.broken = False

    def write(self, text: str) -> int:
        if not self.broken:
            bare = re.sub(r" +$", "", text, flags=re.MULTILINE)  # rich fills lines up with spaces
            try:
                self.stream.write(plain.signs(bare) if self.fold else bare)
            except BrokenPipeError:
                self._break()
        return len(text)

    def flush(self) -> None:
        if not self.broken:
            try:
                self.stream.flush()
            except BrokenPipeError:
                self._break()

    def _break(self) -> None:
        self.broken = True
        plain.silence(self.stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class Screen:
    """Where everything is shown. ``ascii_only`` says that formulas and signs must do with ASCII."""

    def __init__(self, stream: TextIO | None = None, widest: int = WIDEST) -> None:
        stream = stream or sys.stdout or io.StringIO()
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=plain.register())
        self.ascii_only = not speaks_unicode(getattr(stream, "encoding", None), os.environ)
        self.shows_chinese = can_show("\u6c49", getattr(stream, "encoding", None))
        self.out = Out(stream, self.ascii_only)
        self.width = columns(stream, widest)
        self._console: Console | None = None

    def aside(self) -> tuple[Screen, Callable[[], str]]:
        """A screen like this one that nobody sees, and what gives the text that was written to it so far."""
        stream = io.TextIOWrapper(
            io.BytesIO(), encoding=getattr(self.out.stream, "encoding", None) or "utf-8"
        )

        def written() -> str:
            stream.flush()
            stream.seek(0)
            return stream.read()

        return Screen(stream, self.width), written

    @property
    def height(self) -> int | None:
        """The rows of the terminal; None where there is none."""
        try:
            return os.get_terminal_size(self.out.fileno()).lines if self.out.isatty() else None
        except (OSError, ValueError):
            return None

    @property
    def gone(self) -> bool:
        """Whether nobody reads any more."""
        return self.out.broken

    @property
    def console(self) -> Console:
        if self._console is None:
            from rich.console import Console
            from rich.theme import Theme

            theme = Theme(
                {
                    "markdown.code": "cyan", "markdown.code_block": "none", "markdown.item.bullet": "none",
                    "right": "bold green", "wrong": "bold red", "warn": "yellow", "quiet": "dim",
                    "key": "bold cyan",
                }
            )  # fmt: skip
            self._console = Console(
                file=self.out,  # type: ignore[arg-type]
                width=self.width,
                theme=theme,
                highlight=False,
                markup=False,
                emoji=False,
                legacy_windows=False,
            )
        return self._console

    def show(self, *things: RenderableType, indent: int = 0) -> None:
        """Print renderables or plain strings, each in its own lines."""
        from rich.padding import Padding

        for thing in things:
            self.console.print(Padding(thing, (0, 0, 0, indent)) if indent else thing)

    def line(self, text: str = "", style: str | None = None, indent: int = 0) -> None:
        """Print text that may wrap."""
        from rich.text import Text

        self.show(Text(self.fold(text), style=style or ""), indent=indent)

    def raw(self, text: str) -> None:
        """Print a line as it is, however long: ids, paths, JSON, source."""
        self.out.write(text + "\n")
        self.out.flush()

    def columns(self, rows: Sequence[tuple[RenderableType, RenderableType]], indent: int = 0) -> None:
        """Two columns: a short label, and what belongs to it."""
        from rich.table import Table

        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for label, content in rows:
            table.add_row(label, content)
        self.show(table, indent=indent)

    def markdown(self, source: str) -> RenderableType:
        """Text of the bank: Markdown with formulas."""
        from rich.markdown import Markdown

        text = texts.markdown(
            source if self.shows_chinese else plain.without_glosses(source), self.ascii_only
        )
        return Markdown(self.fold(text), code_theme="ansi_dark", inline_code_theme="ansi_dark")

    def code(self, source: str, numbers: bool = False, indent: int = 0) -> None:
        """Print Python source in the terminal's own colors.

        No line is broken, so that what is copied or sent to a file is the code; only lines with numbers are, on a
        terminal, where the numbers would be lost among the rest.
        """
        from rich.syntax import Syntax
        from rich.text import Text

        syntax = Syntax(
            self.fold(source), "python", theme="ansi_dark", line_numbers=numbers, word_wrap=True,
            background_color="default",
        )  # fmt: skip
        if numbers and self.console.is_terminal:
            self.show(syntax, indent=indent)
            return
        text = syntax.highlight(self.fold(source))
        text.rstrip()
        lines = text.split("\n", allow_blank=True)
        for number, line in enumerate(lines, 1):
            before = f"{number:>{len(str(len(lines))) + 2}} " if numbers else " " * indent
            line.rstrip()
            self.console.print(line if not line else Text.assemble(before, line), soft_wrap=True)

    def fold(self, text: str) -> str:
        """Signs in ASCII where the terminal wants it; done before lines are laid out."""
        return plain.signs(text) if self.ascii_only else text


def speaks_unicode(encoding: str | None, environment: Any) -> bool:
    """Whether signs beyond ASCII can be shown.

    Python writes UTF-8 in the C locale, but a terminal that was told ``LANG=C`` need not show it.
    """
    if not (encoding or "ascii").lower().replace("-", "").startswith("utf"):
        return False
    if environment.get("PYTHONIOENCODING"):
        return True
    asked = environment.get("LC_ALL") or environment.get("LANG") or ""
    return asked not in ("C", "POSIX")


def can_show(sign: str, encoding: str | None) -> bool:
    """Whether the encoding has this sign."""
    try:
        sign.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def columns(stream: TextIO, widest: int = WIDEST) -> int:
    """How wide to write: ``COLUMNS`` or the terminal's width, within what can be read."""
    asked = os.environ.get("COLUMNS", "")
    wide = int(asked) if asked.isdecimal() else 0
    if not wide:
        try:
            wide = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
        except (OSError, ValueError):
            wide = 0
    return max(NARROWEST, min(widest, wide or PIPED))
