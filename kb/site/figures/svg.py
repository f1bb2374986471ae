"""matplotlib's SVG, made fit for a page: scalable, in the page's colors and font, without clashing ids."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kb.site.errors import SiteError
from kb.site.figures.style import PALETTE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_DECIMALS = re.compile(r"(-?\d+\.\d\d)\d+")
_ROUNDED = ("d", "x", "y", "transform", "points")


def draw(figure: Figure, prefix: str, label: str) -> str:
    """The figure as an inline ``<svg>``; ``prefix`` makes its ids unique, ``label`` is read aloud."""
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return inline(written.getvalue(), prefix, label)


def inline(text: str, prefix: str, label: str) -> str:
    """Rewrite matplotlib's SVG document as an element of an HTML page."""
    root = ElementTree.fromstring(text)
    _strip(root)
    used = {name for element in root.iter() for name in _references(element)}
    for element in root.iter():
        _rename(element, used, prefix)
        _recolor(element)
        for name in _ROUNDED:
            if name in element.attrib:
                element.set(name, _DECIMALS.sub(r"\1", " ".join(element.attrib[name].split())))
    _frame(root, label)
    return ElementTree.tostring(root, encoding="unicode")


def _strip(root: Element) -> None:
    """Drop metadata and style sheets (one for ``*`` would reach the whole page), and the namespaces."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if _HREF in element.attrib:
            element.set("href", element.attrib.pop(_HREF))


def _references(element: Element) -> list[str]:
    href = element.get("href", "")
    inside = [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
    return [*inside, href[1:]] if href.startswith("#") else inside


def _rename(element: Element, used: set[str], prefix: str) -> None:
    if (name := element.get("id")) is not None:
        if name in used:
            element.set("id", f"{prefix}-{name}")
        else:
            del element.attrib["id"]
    for key, value in element.attrib.items():
        if key == "href" and value.startswith("#"):
            element.set(key, f"#{prefix}-{value[1:]}")
        elif "url(#" in value:
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))


def _recolor(element: Element) -> None:
    if element.tag == "image":
        return
    for key in ("style", "fill", "stroke"):
        if key in element.attrib:
            element.set(key, _COLOR.sub(_variable, element.attrib[key]))
    if "style" in element.attrib:
        kept = [part for part in element.attrib["style"].split(";") if "font-family" not in part]
        if element.tag == "text" and not any(part.strip().startswith("fill:") for part in kept):
            kept.append(" fill: currentColor")
        element.set("style", ";".join(kept).strip())


def _variable(match: re.Match[str]) -> str:
    name = PALETTE.get(match[0].lower())
    if name is None:
        names = ", ".join(name.upper() for name in PALETTE.values())
        raise SiteError(
            f"the color {match[0]} is not one of kb.site.figures.style: {names}; for shades, use alpha"
        )
    return f"var(--kb-{name})"


def _frame(root: Element, label: str) -> None:
    width, height = (float(root.attrib.pop(side).removesuffix("pt")) for side in ("width", "height"))
    root.attrib.pop("version", None)
    root.attrib.update(
        {"width": f"{width:g}", "height": f"{height:g}", "role": "img", "aria-label": label},
        style="stroke-linejoin: round; stroke-linecap: butt",
    )
