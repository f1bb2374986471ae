"""A known wrong answer of an exercise: the docstring of ``mistakes/<slug>.py`` taken apart."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from kb.site.bank.source import without_docstring
from kb.site.errors import SiteError

_LAST = re.compile(r"\n\s*\nCaught by:\s*(?P<test>\S.*)\n(?:Also with:.*\n)?Page:\s*(?P<page>\S+)\s*\Z")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a page shows of a mistake."""

    slug: str
    name: str
    text: str
    test: str  # the test that rejects it
    page: str  # area/page#anchor
    code: str


def read(path: Path, page: str) -> Mistake:
    """Read a mistake of an exercise that belongs to ``page``."""
    source = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source, filename=str(path))) or ""
    last = _LAST.search(docstring)
    if last is None:
        raise SiteError(f"{path}: the docstring does not end with the lines 'Caught by: …' and 'Page: …'")
    name, _, text = docstring[: last.start()].partition("\n")
    return Mistake(
        slug=path.stem,
        name=name.strip().removesuffix("."),
        text=text.strip(),
        test=last["test"].strip(),
        page=last["page"] if "#" in last["page"] else f"{page}#{last['page']}",
        code=without_docstring(source),
    )
