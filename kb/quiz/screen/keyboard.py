"""Lines from the learner: typed at a terminal, or piped in.

A pipe is read without reading ahead of what was asked, and can be asked whether more is there; so a program
at its other end may wait for a question before it answers.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from typing import Protocol

from kb.quiz.screen.screen import Screen

PROMPT = "> "
LONGEST = 1 << 20  # bytes of a line that are kept


class Closed(Exception):
    """There is nothing more to read: Ctrl-D, or the end of the pipe."""


class Keyboard(Protocol):
    """Where answers come from."""

    @property
    def interactive(self) -> bool:
        """Whether somebody sits there and sees the prompts."""
        ...

    def line(self) -> str:
        """The next line without its end; raises Closed, or KeyboardInterrupt."""
        ...

    def waiting(self) -> bool:
        """Whether a line can be had without waiting long."""
        ...


class Terminal:
    """Somebody at a terminal, with line editing where Python has it."""

    interactive = True

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        with contextlib.suppress(ImportError):  # Windows has none
            import readline  # input() edits lines once it is there

            # Tab does nothing: readline would complete it to the name of a file, or put it into the answer.
            readline.set_completer(lambda text, state: None)
            readline.parse_and_bind("tab: complete")

    def line(self) -> str:
        if self.screen.gone:
            raise Closed
        self.screen.out.flush()
        try:
            return input(PROMPT)
        except EOFError:
            self.screen.raw("")
            raise Closed from None
        except KeyboardInterrupt:
            self.screen.raw("")
            raise

    def waiting(self) -> bool:
        return True


class Pipe:
    """Lines from a file or a pipe; each is shown behind the prompt, so that a transcript reads well."""

    interactive = False

    def __init__(self, screen: Screen, descriptor: int | None = None) -> None:
        self.screen = screen
        self.descriptor = descriptor
        self.buffer = b""
        self.ended = descriptor is None

    def line(self) -> str:
        while b"\n" not in self.buffer and not self.ended:
            self._read()
        raw, found, self.buffer = self.buffer.partition(b"\n")
        if not raw and not found:
            raise Closed
        text = raw[:LONGEST].decode("utf-8", "replace").rstrip("\r")
        self.screen.raw(PROMPT + "".join(c if c.isprintable() else "\ufffd" for c in text))
        return text

    def waiting(self, seconds: float = 0.2) -> bool:
        """Whether there is a line, or the beginning of one."""
        if not self.buffer and not self.ended and self._ready(seconds):
            self._read()
        return bool(self.buffer)

    def empty(self) -> bool:
        """Whether there was no input, as in ``< /dev/null``; a silent pipe is not empty yet."""
        self.waiting(0.0)
        return self.ended and not self.buffer

    def _ready(self, seconds: float) -> bool:
        assert self.descriptor is not None
        try:
            return bool(select.select([self.descriptor], [], [], seconds)[0])
        except (OSError, ValueError):  # Windows: only sockets can be asked
            return True

    def _read(self) -> None:
        assert self.descriptor is not None
        try:
            chunk = os.read(self.descriptor, 1 << 16)
        except OSError:
            chunk = b""
        self.ended = not chunk
        if (
            b"\n" not in self.buffer and len(self.buffer) >= LONGEST
        ):  # an endless line: only its end matters now
            end = chunk.find(b"\n")
            chunk = chunk[end:] if end >= 0 else b""
        self.buffer += chunk


def open_keyboard(screen: Screen) -> Keyboard:
    """A terminal where standard input is one, else a pipe, which may be empty."""
    try:
        if sys.stdin is not None and sys.stdin.isatty():
            return Terminal(screen)
        return Pipe(screen, None if sys.stdin is None else sys.stdin.fileno())
    except (OSError, ValueError):
        return Pipe(screen)
