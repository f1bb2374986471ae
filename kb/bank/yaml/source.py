"""The text of a file, and the problems found in it so far."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kb.bank.model.problems import Problem
from kb.bank.model.question import Location

LARGEST = 4 * 1024 * 1024  # bytes; a page's questions are some 50 KB

# Characters that YAML forbids, and those that YAML 1.1 takes for a line break but editors do not show.
_UNWANTED = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class UnreadableError(Exception):
    """The file cannot be read any further; the last of its problems says why."""


@dataclass
class Source:
    """A file's text, and a list to which problems are added."""

    file: Path
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, column: int, found: str, expected: str) -> None:
        self.problems.append(Problem(Location(self.file, line, column), found, expected))

    def stop(self, line: int, column: int, found: str, expected: str) -> UnreadableError:
        """Note the problem after which nothing more can be read; to be raised."""
        self.problem(line, column, found, expected)
        return UnreadableError()

    def position(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the text."""
        before = self.text[:index].replace("\r\n", " \n").replace("\r", "\n")
        return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


def read(source: Source) -> None:
    """Fill in the text of the source's file. Raises `UnreadableError`, with the reason in ``problems``."""
    try:
        found = source.file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would never end
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "something that is not a file"
            raise source.stop(1, 1, kind, "a YAML file")
        with source.file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise source.stop(1, 1, f"a file that cannot be read ({reason})", "a readable YAML file") from None
    if len(data) > LARGEST:
        raise source.stop(1, 1, f"a file of more than {LARGEST} bytes", "a smaller one: split it")
    decode(source, data)


def decode(source: Source, data: bytes) -> None:
    """Fill in the text from the file's bytes; stops at the first byte or character that is not text."""
    try:
        source.text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source.text = error.object[: error.start].decode("utf-8-sig")
        line, column = source.position(len(source.text))
        byte = f"the byte 0x{error.object[error.start]:02x}, which is not UTF-8"
        raise source.stop(line, column, byte, "a file saved as UTF-8") from None
    if bad := _UNWANTED.search(source.text):
        line, column = source.position(bad.start())
        raise source.stop(line, column, f"the invisible character U+{ord(bad[0]):04X}", "printable text")
