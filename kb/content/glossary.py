"""The terms of the subjects, in English and Chinese, with a definition of one line: ``docs/glossary/*.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kb.bank.decode.decode import listing, record
from kb.bank.decode.document import document

FOLDER = "glossary"


@dataclass(frozen=True, slots=True)
class Term:
    """One term."""

    term: str = field(metadata={"doc": "The term in English, as in a sentence."})
    zh: str = field(metadata={"doc": "The term as it is said in Chinese."})
    means: str = field(metadata={"doc": "What it means, in one line."})
    page: str = field(metadata={"doc": "Where it is explained, as area/page#anchor.", "like": "full page"})
    short: str | None = field(metadata={"doc": "Its abbreviation, as written on pages."}, default=None)
    everyday: bool = field(
        metadata={"doc": "True for a word that pages also use in its everyday sense; it gets no tooltip."},
        default=False,
    )

    @property
    def names(self) -> tuple[str, ...]:
        """What a page may call it."""
        return (self.term, self.short) if self.short else (self.term,)

    @property
    def anchor(self) -> str:
        """Its place in the glossary."""
        return "".join(sign if sign.isalnum() else "-" for sign in self.term.lower()).strip("-")


def read(docs: Path) -> tuple[Term, ...]:
    """All terms in the order of the alphabet; of a term that stands in several files, the first file's.

    Raises:
        BankError: a file is not as it should be.
    """
    found: dict[str, Term] = {}
    for file in sorted((docs / FOLDER).glob("*.yaml")):
        for term in document(file, listing(record(Term), 1), "a list of terms"):
            found.setdefault(term.term.lower(), term)
    return tuple(sorted(found.values(), key=lambda term: term.term.lower()))
