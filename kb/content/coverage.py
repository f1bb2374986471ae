"""Coverage: the questions that an interview on a subject may ask, row by row, and where this handbook answers them.

The rows stand in ``docs/coverage/*.yaml``, several files for one subject where several pages share it. The numbers are
those of the list of concepts that the subjects were planned from; a subject is covered when none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.bank.decode.decode import record
from kb.bank.decode.document import document

FOLDER = "coverage"


def _doc(text: str, **more: Any) -> Any:
    """A field with a sentence for authors and the checks of ``kb.bank.decode.decode``."""
    checks: dict[str, Any] = {name: more.pop(name) for name in ("like", "least", "items") if name in more}
    return field(metadata={"doc": text} | checks, **more)


@dataclass(frozen=True, slots=True)
class Row:
    """A concept."""

    row: int = _doc("Its number in the list of concepts.", least=1)
    says: str = _doc("The concept, in a sentence.")
    page: str = _doc("Where it is explained, as area/page#anchor.", like="full page")
    symbol: str | None = _doc("The reference that implements it.", like="symbol", default=None)
    exercise: str | None = _doc("The exercise that asks for it.", like="exercise", default=None)
    questions: tuple[str, ...] = _doc("The questions that ask for it, full ids.", like="full id", default=())


@dataclass(frozen=True, slots=True)
class Claim:
    """What is often said, and is wrong."""

    claim: str = _doc("Its number in the list of such claims.")
    says: str = _doc("What is said.")
    page: str = _doc("Where it is put right, as area/page#anchor.", like="full page")
    questions: tuple[str, ...] = _doc(
        "The questions in which it is a wrong option, full ids.", like="full id", items=1
    )


@dataclass(frozen=True, slots=True)
class Open:
    """A question that notes on the subject leave open."""

    open: str = _doc("Its number in the list of open questions.")
    says: str = _doc("The question.")
    page: str = _doc("Where it is answered, as area/page#anchor.", like="full page")
    questions: tuple[str, ...] = _doc(
        "The open questions of the bank that ask it, full ids.", like="full id", items=1
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """One file, or all files of one subject."""

    subject: str = _doc("The subject, one word.", like="words")
    rows: tuple[Row, ...] = _doc("The concepts.", default=())
    claims: tuple[Claim, ...] = _doc("What is often said, and is wrong.", default=())
    open: tuple[Open, ...] = _doc("What notes leave open.", default=())


def _numbers(*ranges: tuple[int, int]) -> frozenset[int]:
    return frozenset(number for first, last in ranges for number in range(first, last + 1))


# The subjects, and the numbers of the concepts that have to be covered.
SUBJECTS = {
    "overfitting": _numbers((26, 28), (37, 37), (58, 73)),
    "norm": _numbers((120, 131)),
    "resnet": _numbers((167, 174)),
    "yolo": _numbers((220, 230)),
    "unet": _numbers((231, 237)),
    "iou": _numbers((191, 197)),
    "attention": _numbers((176, 176), (245, 253)),
    "metrics": _numbers((282, 293)),
}


def read(docs: Path) -> dict[str, Coverage]:
    """Subject -> what is covered, its files put together.

    Raises:
        BankError: a file is not as it should be.
    """
    files = [
        document(file, record(Coverage), "a mapping with subject and rows")
        for file in sorted((docs / FOLDER).glob("*.yaml"))
    ]
    return {name: joined(name, files) for name in dict.fromkeys(file.subject for file in files)}


def joined(subject: str, files: Iterable[Coverage]) -> Coverage:
    """All that several files say of one subject, by number."""
    own = [file for file in files if file.subject == subject]
    return Coverage(
        subject,
        tuple(sorted((row for file in own for row in file.rows), key=lambda row: row.row)),
        tuple(claim for file in own for claim in file.claims),
        tuple(question for file in own for question in file.open),
    )
