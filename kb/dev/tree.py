"""The five roots of a checkout, and the path that one subject has in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb import MACHINE

# Folders of docs that hold no subjects.
NO_AREA = (
    "assets",
    "contributing",
    "coverage",
    "glossary",
    "grading",
    "reference",
    "stylesheets",
    "javascripts",
    "overrides",
)


@dataclass(frozen=True)
class Tree:
    """A checkout. Every path is relative to ``root`` where it is shown."""

    root: Path

    @classmethod
    def here(cls) -> Tree:
        """The checkout that this package was imported from.

        Raises:
            LookupError: kb is installed without its checkout.
        """
        root = Path(__file__).resolve().parents[2]
        if not (root / "mkdocs.yml").is_file():
            raise LookupError(f"{root} is not a checkout of this project; clone it to work on its content")
        return cls(root)

    def show(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def kb(self) -> Path:
        return self.root / "kb"

    @property
    def questions(self) -> Path:
        return self.root / "questions"

    @property
    def tests(self) -> Path:
        return self.root / "tests"

    def page(self, name: str) -> Path:
        return self.docs / f"{name}.md"

    def figures(self, name: str) -> Path:
        return self.docs / f"{name}.figures.py"

    def module(self, name: str) -> Path:
        return self.kb / f"{name.replace('-', '_')}.py"

    def bank(self, name: str) -> Path:
        return self.questions / f"{name}.yaml"

    def test(self, name: str) -> Path:
        area, _, page = name.replace("-", "_").rpartition("/")
        return self.tests / area / f"test_{page}.py"

    def pages(self) -> list[str]:
        """The subjects, ``area/page``, from the pages themselves."""
        found = self.docs.glob("*/*.md")
        return sorted(f"{p.parent.name}/{p.stem}" for p in found if p.parent.name not in NO_AREA)

    def areas(self) -> list[str]:
        return sorted({name.partition("/")[0] for name in self.pages()})

    def modules(self) -> Iterator[Path]:
        """Every reference module."""
        for path in sorted(self.kb.glob("*/*.py")):
            if path.parent.name not in MACHINE and path.stem != "__init__":
                yield path
