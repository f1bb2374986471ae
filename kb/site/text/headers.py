"""Header cells of tables: an empty one is not a header, and one that is nothing but a formula has words too."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

_LATEX = re.compile(r'<math alttext="([^"]*)"')


class Headers(Treeprocessor):
    """Makes the header cells of tables mean something to a screen reader."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._stash = md.htmlStash

    def run(self, root: Element) -> None:
        for cell in root.iter("th"):
            text = "".join(cell.itertext()).strip()
            if not text and not len(cell):
                cell.tag = "td"
            elif latex := self._formula(text):
                _spoken(cell, latex)

    def _formula(self, text: str) -> str:
        """The LaTeX of a cell that holds a formula and nothing else; otherwise nothing."""
        match = HTML_PLACEHOLDER_RE.fullmatch(text)
        stored = self._stash.rawHtmlBlocks[int(match[1])] if match else ""
        found = _LATEX.search(stored) if isinstance(stored, str) else None
        return unescape(found[1]) if found else ""


def _spoken(cell: Element, latex: str) -> None:
    """Put the LaTeX beside the formula, out of sight; a screen reader reads the one, everybody else sees the other."""
    seen = Element("span", {"aria-hidden": "true"})
    seen.text, cell.text = cell.text, None
    for child in list(cell):
        cell.remove(child)
        seen.append(child)
    cell.append(seen)
    SubElement(cell, "span", {"class": "kb-spoken"}).text = latex
