"""The answers that are measured."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from kb.bank.model.question import Code
from kb.grader.answer.file import read_answer
from kb.grader.process.source import Library


def libraries() -> list[Library]:
    """Those that are installed."""
    return ["numpy", "torch"] if importlib.util.find_spec("torch") else ["numpy"]


def of_library(exercise: Code, library: Library) -> list[Path]:
    """The accepted answers that are written in a library; the first by name speaks for all in most places."""
    return [path for path in sorted(exercise.accepted) if read_answer(path).library == library]
