r"""LaTeX between dollars becomes MathML, before Markdown can take its ``_``, ``*`` and ``|`` for its own.

``$x$`` is set in the line. ``$$x$$`` with an empty line before and after is a display of its own; inside a
sentence it is one too, but stays in its paragraph. ``\$`` is a dollar. Code keeps its dollars.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from unicodedata import decomposition

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from kb.site.errors import SiteError

LONG = 22  # characters that surely fit into one line of a phone; a longer formula may be scrolled

_NO_GAP = r"(?:(?!\n[ \t]*\n).)"  # anything but an empty line
_MACROS = {"setminus": r"\mathbin{\backslash}"}  # the font's own sign is too small to be seen
_BRACE = re.compile(r"<mo>([⏞⏟])</mo>")
_ITALICS = {
    int(decomposition(chr(code)).split()[-1], 16): code
    for block in (range(0x1D434, 0x1D468), range(0x1D6E2, 0x1D71C))  # Latin, Greek
    for code in block
    if decomposition(chr(code))
} | {ord("h"): 0x210E}
_TOKEN = re.compile(
    rf"""
    <!--.*?-->
    | <(?P<raw>script|style|pre|code|svg|math|textarea)\b.*?</(?P=raw)\s*>
    | <[a-zA-Z][\w-]*(?:\s+[\w:-]+(?:="[^"]*"|='[^']*')?)*\s*/?>
    | (?<!`)(?P<ticks>`+)(?!`){_NO_GAP}+?(?<!`)(?P=ticks)(?!`)
    | \\.
    | \$\$(?P<display>{_NO_GAP}+?)\$\$
    | (?<!\$)\$(?![\s$])(?P<inline>(?:\\.|(?!\n[ \t]*\n)[^\\$])+?)(?<!\s)\$(?![\d$])
    """,
    re.DOTALL | re.VERBOSE,
)

_FOLLOWED = re.compile(rf"{STX}wzxhzdk:(?P<number>\d+){ETX}(?P<end>[.,;:!?)’”…、。，；：！？）]+)")


@lru_cache(maxsize=4096)
def typeset(latex: str, display: bool = False) -> str:
    """MathML for a formula; SiteError names the formula when it cannot be read."""
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False, macros=_MACROS)
    try:
        mathml = converter.convert_with_local_state(latex.strip(), displaystyle=display)
    except LatexError as error:
        position, _, found = str(error).partition(":")
        raise SiteError(
            f"formula {latex.strip()!r}, character {position}: {found.strip()} "
            "Expected LaTeX that MathML can show; a dollar that is none is written \\$."
        ) from None
    # The style sheet moves a brace away from what it spans. Programs that read aloud may prefer the LaTeX.
    braced = _BRACE.sub(r'<mo class="kb-brace">\1</mo>', mathml)
    return braced.replace("<math", f'<math alttext="{html.escape(" ".join(latex.split()))}"', 1)


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
        mathml = typeset(latex, display)
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


def replace(text: str, keep: Callable[[str, bool, bool], str]) -> str:
    """Replace each formula by ``keep(latex, display, alone)``; alone: empty lines are around it."""

    def one(match: re.Match[str]) -> str:
        if (latex := match["display"]) is not None:
            return keep(_unquoted(latex), True, _alone(text, match.start(), match.end()))
        if (latex := match["inline"]) is not None:
            return keep(_unquoted(latex), False, False)
        return match[0]

    return _TOKEN.sub(one, text)


def places(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where each formula of a Markdown text begins, its LaTeX, and whether it is a display."""
    for match in _TOKEN.finditer(text):
        for name in ("display", "inline"):
            if (latex := match[name]) is not None:
                yield match.start(), _unquoted(latex), name == "display"


def _unquoted(latex: str) -> str:
    """Without the ``>`` that a block quote puts before the further lines."""
    return re.sub(r"\n[ \t]*>[ \t]?", "\n", latex)


def _alone(text: str, start: int, end: int) -> bool:
    before = re.search(r"(?:\A|\n[ \t>]*\n|\A\n)[ \t>]*\Z", text[:start])
    after = re.match(r"[ \t]*(?:\Z|\n[ \t>]*(?:\n|\Z))", text[end:])
    return bool(before and after)


def _wrapped(mathml: str, length: int, display: bool, alone: bool) -> str:
    if display:
        tag = "div" if alone else "span"
        return f'<{tag} class="kb-math">{mathml}</{tag}>'
    return f'<span class="kb-math-long">{mathml}</span>' if length > LONG else mathml
