"""The pages, as the home page lists them: found in the docs folder, counted in the bank."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kb.site.bank.labels import order
from kb.site.bank.shelf import Shelf

_NAVIGATED = re.compile(r"^ +- +(?:[^#\n]+: +)?([\w./-]+\.md) *$", re.MULTILINE)
_HEADING = re.compile(r"^# +(.+?)(?: +\{[^}]*\})? *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list."""

    page: str  # area/page
    title: str
    questions: int
    exercises: int

    @property
    def counts(self) -> str:
        """``12 questions · 1 exercise``; kinds without any are left out."""
        pairs = ((self.questions, "question"), (self.exercises, "exercise"))
        return " · ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in pairs if count)


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its pages."""

    name: str
    entries: tuple[Entry, ...]


def areas(docs: Path, shelf: Shelf) -> tuple[Area, ...]:
    """All areas of the questions folder that have pages; pages in the order of the navigation."""
    counts = shelf.counts()
    places = reading_order(docs)
    found = []
    for folder in sorted(
        (path for path in shelf.folder.iterdir() if path.is_dir()), key=lambda path: order(path.name)
    ):
        entries = []
        for path in sorted(
            (docs / folder.name).glob("*.md"),
            key=lambda path: (places.get(f"{path.parent.name}/{path.name}", len(places)), path.stem),
        ):
            page = f"{folder.name}/{path.stem}"
            entries.append(Entry(page, _title(path), counts[page, False], counts[page, True]))
        if entries:
            found.append(Area(folder.name, tuple(entries)))
    return tuple(found)


def reading_order(docs: Path) -> dict[str, int]:
    """Page -> its place in the ``nav`` of the ``mkdocs.yml`` beside the docs folder; empty without one.

    The file has tags of MkDocs' own, so its lines are searched and nothing is parsed.
    """
    config = docs.parent / "mkdocs.yml"
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    found = (match[1] for match in _NAVIGATED.finditer(text))
    return {page: place for place, page in enumerate(dict.fromkeys(found))}


def titles(docs: Path) -> dict[str, str]:
    """``area/page`` -> its title, without the Chinese one in brackets."""
    return {
        f"{path.parent.name}/{path.stem}": _title(path).partition(" (")[0]
        for path in sorted(docs.glob("*/*.md"))
    }


def _title(path: Path) -> str:
    heading = _HEADING.search(path.read_text(encoding="utf-8"))
    return heading[1] if heading else path.stem
