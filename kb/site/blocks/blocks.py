"""The blocks of a page: ``/// name | argument`` up to ``///``. See docs/contributing/pages.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown.util import STX, AtomicString
from pymdownx.blocks.block import Block, type_string

from kb.site.bank import contents, grader_tables, overview, source
from kb.site.bank.shelf import Shelf
from kb.site.bank.views import Exercise, view
from kb.site.blocks.rendering import fill
from kb.site.errors import SiteError
from kb.site.figures import drawing


@dataclass(frozen=True, slots=True)
class Places:
    """Where the blocks find things."""

    root: FilePath  # holds the package kb
    docs: FilePath
    questions: FilePath

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.questions)


class _Generated(Block):  # type: ignore[misc]
    """A block that writes its content itself; between its two lines nothing is expected."""

    ARGUMENT: bool | None = True
    config: dict[str, Places]

    @property
    def places(self) -> Places:
        return self.config["places"]

    def on_create(self, parent: Element) -> Element:
        try:
            element = self.element()
        except SiteError as error:
            raise SiteError(f"/// {self.NAME} | {self.argument or ''}: {error}") from error
        parent.append(element)
        self.inside = Element("div")
        return element

    def element(self) -> Element:
        raise NotImplementedError

    def on_add(self, block: Element) -> Element:
        return self.inside

    def on_end(self, block: Element) -> None:
        if len(self.inside) or self.inside.text:
            raise SiteError(
                f"/// {self.NAME} | {self.argument or ''}: this block takes no content; close it with ///"
            )


class Questions(_Generated):
    """The knowledge questions of ``area/page``."""

    NAME = "questions"

    def element(self) -> Element:
        found = self.places.shelf.questions(self.argument)
        views = [view(question, number) for number, question in enumerate(found, 1)]
        return fill(self.md, "questions.html", views=views)


class Exercises(_Generated):
    """The coding exercises of ``area/page``."""

    NAME = "exercises"

    def element(self) -> Element:
        found = self.places.shelf.exercises(self.argument)
        return fill(self.md, "exercises.html", exercises=[Exercise(code) for code in found])


class Mistakes(_Generated):
    """The mistakes of the exercise ``area/name``."""

    NAME = "mistakes"

    def element(self) -> Element:
        found = self.places.shelf.mistakes(self.argument)
        return fill(self.md, "mistakes.html", mistakes=found, exercise=self.argument.rpartition("/")[2])


class Reference(_Generated):
    """The source of ``module:symbol``."""

    NAME = "reference"

    def element(self) -> Element:
        return fill(self.md, "reference.html", excerpt=source.excerpt(self.argument, self.places.root))


class Contents(_Generated):
    """All pages that have questions, by area, with their counts."""

    NAME = "contents"
    ARGUMENT = False

    def element(self) -> Element:
        return fill(self.md, "contents.html", areas=contents.areas(self.places.docs, self.places.shelf))


class Facts(_Generated):
    """A table of the grader's own: ``tolerances``, ``layers`` or ``advice``."""

    NAME = "facts"

    def element(self) -> Element:
        table = grader_tables.TABLES.get(self.argument)
        if table is None:
            raise SiteError(f"no such table; expected one of: {', '.join(grader_tables.TABLES)}")
        return fill(self.md, "facts.html", table=table())


class Glossary(_Generated):
    """All terms, in the order of the alphabet."""

    NAME = "glossary"
    ARGUMENT = False

    def element(self) -> Element:
        docs = self.places.docs
        return fill(self.md, "glossary.html", terms=overview.terms(docs), titles=contents.titles(docs))


class Coverage(_Generated):
    """What interviews ask of a subject, row by row, and where it is answered."""

    NAME = "coverage"

    def element(self) -> Element:
        covered = overview.covered(self.places.docs, self.argument)
        homes = self.places.shelf.homes()
        return fill(self.md, "coverage.html", covered=covered, homes=homes, link=overview.link)


class Path(_Generated):
    """A plan for studying: ``two-days``, ``two-weeks`` or ``six-weeks``."""

    NAME = "path"

    def element(self) -> Element:
        course = overview.course(self.places.docs, self.places.shelf, self.argument)
        titles = contents.titles(self.places.docs)
        return fill(self.md, "path.html", course=course, titles=titles, weeks=overview.weeks(course))


class Figure(_Generated):
    """The figure ``area/page:function``, with the block's text as its caption."""

    NAME = "figure"
    OPTIONS: ClassVar[dict[str, Any]] = {"alt": ["", type_string]}

    def element(self) -> Element:
        alt = self.options["alt"].strip()
        if not alt:
            raise SiteError("the option alt is missing; expected a sentence that says what the figure shows")
        if STX in alt:
            raise SiteError("the option alt holds a formula or a tag; expected plain text")
        svg = drawing.drawn(self.argument, alt, self.places.docs)
        element = Element("figure", {"class": "kb-figure"})
        holder = SubElement(element, "div", {"class": "kb-figure__drawing", "data-search-exclude": ""})
        holder.text = AtomicString(self.md.htmlStash.store(svg))
        return element

    def on_add(self, block: Element) -> Element:
        caption = block.find("figcaption")
        return caption if caption is not None else SubElement(block, "figcaption")

    def on_end(self, block: Element) -> None:
        caption = block.find("figcaption")
        if caption is not None and not len(caption):
            block.remove(caption)

    def on_markdown(self) -> str:
        return "block"


BLOCKS: tuple[type[_Generated], ...] = (
    *(Questions, Exercises, Mistakes, Reference, Contents, Facts, Glossary, Coverage, Path, Figure),
)
