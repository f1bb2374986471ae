"""Read any YAML file with a reader, and report problems as the bank does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.bank.decode.readers import FAILED, Reader
from kb.bank.model.problems import BankError, Problem
from kb.bank.yaml.nodes import compose
from kb.bank.yaml.source import Source, UnreadableError, read


def document(file: Path, reader: Reader, expected: str) -> Any:
    """The value that ``reader`` returns for the file.

    Args:
        file: YAML.
        reader: such as ``kb.bank.decode.decode.record(cls)``.
        expected: what an empty file lacks, for the message.

    Raises:
        BankError: all problems of the file.
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
    """Raise `BankError` if the file has problems."""
    if source.problems:
        raise BankError(sorted(source.problems, key=_place))


def _place(problem: Problem) -> tuple[int, int]:
    return problem.location.line, problem.location.column
