"""A YAML file of any form to what a reader makes of it, with the errors of the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.bank.decode.readers import FAILED, Reader
from kb.bank.model.problems import BankError, Problem
from kb.bank.yaml.nodes import compose
from kb.bank.yaml.source import Source, UnreadableError, read


def document(file: Path, reader: Reader, expected: str) -> Any:
    """What ``reader`` makes of the file.

    Args:
        file: YAML.
        reader: such as ``kb.bank.decode.decode.record(cls)``.
        expected: said of an empty file.

    Raises:
        BankError: all that is wrong with it.
    """
    source = Source(file)
    value: Any = FAILED
    try:
        read(source)
        value = reader(source, compose(source, expected))
    except UnreadableError:
        pass
    report(source)
    return value


def report(source: Source) -> None:
    """Raise what is wrong with a file, if anything is."""
    if source.problems:
        raise BankError(sorted(source.problems, key=_place))


def _place(problem: Problem) -> tuple[int, int]:
    return problem.location.line, problem.location.column
