"""From a Jinja2 template to elements of the page, with the bank's Markdown parsed where it stands.

A template is well-formed XML. ``hole(text)`` leaves a hole in it, which is filled by the page's own Markdown
parser: links, code, formulas and footnotes work as on the page around it, and MkDocs checks every link.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown import Markdown
from markdown.util import AtomicString
from markupsafe import Markup

from kb.site.bank import labels

_HOLE = "kb-hole"


def fill(md: Markdown, template: str, **values: Any) -> Element:
    """Render the template to an element whose holes are filled with parsed Markdown."""
    texts: list[str] = []

    def hole(text: str, kind: str = "inline") -> Markup:
        texts.append(text)
        return Markup(f'<{_HOLE} kind="{kind}" text="{len(texts) - 1}"/>')

    source = _environment().get_template(template).render(hole=hole, **values)
    root = ElementTree.fromstring(source)
    for parent in [element for element in root.iter() if element.tag != _HOLE]:
        _guard(parent)
        for place, child in enumerate(list(parent)):
            if child.tag == _HOLE:
                parent[place] = _parsed(md, texts[int(child.attrib["text"])], child)
    return root


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kb.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(kinds=labels.KINDS, letters=labels.LETTERS)
    environment.filters.update(
        number=labels.number,
        shape=labels.shape,
        section=labels.section,
        area=labels.area,
        cited=labels.cited,
        fenced=labels.fenced,
    )
    return environment


def _guard(element: Element) -> None:
    """A template's own text is not Markdown."""
    if element.text:
        element.text = AtomicString(element.text)
    for child in element:
        if child.tail:
            child.tail = AtomicString(child.tail)


def _parsed(md: Markdown, text: str, hole: Element) -> Element:
    element = Element("div", {"class": "kb-text"})
    lines = text.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    md.parser.state.set("kb")
    md.parser.parseChunk(element, "\n".join(lines))
    md.parser.state.reset()
    if hole.get("kind") == "inline":
        element = _inline(element)
    element.tail = hole.tail
    return element


def _inline(element: Element) -> Element:
    """A single paragraph becomes a span; anything bigger stays a block."""
    if len(element) == 1 and element[0].tag == "p":
        span = element[0]
        span.tag = "span"
        span.set("class", "kb-text")
        return span
    return element
