"""A learner's file, read with suspicion and never executed here."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from kb.bank.model.visible import visible
from kb.grader.answer.notebook import SAVE, is_notebook
from kb.grader.model.limits import MAX_SOURCE

NAMES_EXERCISE = re.compile(r"#\s*question:\s*(?P<id>[\w/-]+)\s*$")


class AnswerError(Exception):
    """The file cannot be taken as an answer; the text is one line for the learner, safe for a terminal."""

    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


@dataclass(frozen=True)
class Answer:
    """The text of an answer and where it came from."""

    path: Path
    source: str

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def tree(self) -> ast.Module | SyntaxError:
        """The parsed text, or the error; hostile nesting counts as a syntax error."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.source, filename=self.name)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError) as error:
            return SyntaxError(str(error) or "the code is nested too deeply")

    @cached_property
    def imports(self) -> frozenset[str]:
        """The top-level names of all modules that are imported anywhere in the file."""
        if isinstance(self.tree, SyntaxError):
            return frozenset()
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
        return frozenset(found)

    @property
    def library(self) -> Literal["numpy", "torch"]:
        """A file that imports torch is called with tensors, any other with arrays."""
        return "torch" if "torch" in self.imports else "numpy"

    @property
    def declared(self) -> str | None:
        """The exercise that the first comment line names: ``# question: detection/nms``."""
        for line in self.source.splitlines()[:20]:
            if line.strip().startswith("#") and (found := NAMES_EXERCISE.match(line.strip())):
                return found["id"]
            if line.strip() and not line.strip().startswith("#"):
                return None
        return None


def read_answer(path: Path) -> Answer:
    """Read ``path``.

    Raises:
        AnswerError: it does not exist, is not a regular file, is empty, too large, binary, or not UTF-8.
    """
    try:
        if path.is_dir():
            raise AnswerError(f"{path} is a folder; name the Python file in it")
        if not path.exists():
            raise AnswerError(f"{path} does not exist; `python -m kb.quiz new ID` writes a starter")
        if not path.is_file():
            raise AnswerError(f"{path} is not a regular file")
        with path.open("rb") as file:
            raw = file.read(MAX_SOURCE + 1)
    except OSError as error:
        raise AnswerError(f"{path} cannot be read: {error.strerror or error}") from None
    return Answer(path, decode(raw, path))


def decode(raw: bytes, path: Path | None = None) -> str:
    """The text of an answer.

    Args:
        raw: the file's first ``MAX_SOURCE + 1`` bytes.
        path: the file as the message names it; None to call it "it".

    Raises:
        AnswerError: the file is too large, a notebook, empty, binary, or not UTF-8.
    """
    subject = path or "it"
    if len(raw) > MAX_SOURCE:
        raise AnswerError(
            f"{subject} is larger than {MAX_SOURCE >> 20} MB; an answer is a few lines of Python"
        )
    if is_notebook(path.name if path else "", raw.decode("utf-8", "replace")):
        raise AnswerError(f"{subject} is a notebook; {SAVE}")
    if not raw.strip():
        advice = "; `python -m kb.quiz new ID` writes a starter" if path else ""
        raise AnswerError(f"{subject} is empty{advice}")
    if b"\0" in raw:
        raise AnswerError(f"{subject} is a binary file; an answer is Python text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = f"{path}:{line}:" if path else f"line {line} is"
        raise AnswerError(f"{place} not UTF-8 text; save the file as UTF-8") from None
