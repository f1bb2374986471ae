"""LaTeX between dollars becomes MathML, before Markdown can take its ``_``, ``*`` and ``|`` for its own."""

from __future__ import annotations

import html
import re
from unicodedata import decomposition

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from kb.content.formulas import FormulaError, replace, typeset
from kb.site.errors import SiteError

LONG = 22  # characters that surely fit into one line of a phone; a longer formula may be scrolled

_ITALICS = {
    int(decomposition(chr(code)).split()[-1], 16): code
    for block in (range(0x1D434, 0x1D468), range(0x1D6E2, 0x1D71C))  # Latin, Greek
    for code in block
    if decomposition(chr(code))
} | {ord("h"): 0x210E}
_FOLLOWED = re.compile(rf"{STX}wzxhzdk:(?P<number>\d+){ETX}(?P<end>[.,;:!?)’”…、。，；：！？）]+)")


def visible(mathml: str) -> str:
    """The characters that a formula draws; a letter alone in its ``<mi>`` is drawn in italics."""
    italic = re.sub(r"<mi>(&\w+;|.)</mi>", lambda m: html.unescape(m[1]).translate(_ITALICS), mathml)
    roots = "√" if re.search("<msqrt|<mroot", mathml) else ""
    return html.unescape(re.sub(r"<[^>]*>", "", italic)) + roots


class Formulas(Preprocessor):
    """Replaces formulas by placeholders, and remembers their characters for the font."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.characters: set[str] = set()

    def run(self, lines: list[str]) -> list[str]:
        text = replace("\n".join(lines), self.keep)
        return _FOLLOWED.sub(self.hold, text).split("\n")

    def keep(self, latex: str, display: bool, alone: bool) -> str:
        try:
            mathml = typeset(latex, display)
        except FormulaError as error:
            raise SiteError(str(error)) from None
        drawn = visible(mathml)
        self.characters.update(drawn)
        return self.md.htmlStash.store(_wrapped(mathml, len(drawn), display, alone))

    def hold(self, match: re.Match[str]) -> str:
        """Tie the punctuation behind a formula to it: a browser may break the line between them."""
        stored = self.md.htmlStash.rawHtmlBlocks
        number = int(match["number"])
        formula = stored[number]
        if not isinstance(formula, str) or not formula.startswith(("<math", '<span class="kb-math-long"')):
            return match[0]
        stored[number] = f'<span class="kb-math-end">{formula}{html.escape(match["end"])}</span>'
        return match[0].removesuffix(match["end"])


def _wrapped(mathml: str, length: int, display: bool, alone: bool) -> str:
    if display:
        tag = "div" if alone else "span"
        return f'<{tag} class="kb-math">{mathml}</{tag}>'
    return f'<span class="kb-math-long">{mathml}</span>' if length > LONG else mathml
