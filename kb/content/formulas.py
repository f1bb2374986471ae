r"""Formulas in a Markdown text: where they are, and their MathML.

``$x$`` is set in the line. ``$$x$$`` with an empty line before and after is a display of its own; inside a
sentence it is one too, but stays in its paragraph. ``\$`` is a dollar. Code keeps its dollars.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_NO_GAP = r"(?:(?!\n[ \t]*\n).)"  # anything but an empty line
_MACROS = {"setminus": r"\mathbin{\backslash}"}  # the font's own sign is too small to be seen
_BRACE = re.compile(r"<mo>([⏞⏟])</mo>")
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


class FormulaError(ValueError):
    """A formula that cannot be set: which, where in it, what is wrong."""


@lru_cache(maxsize=4096)
def typeset(latex: str, display: bool = False) -> str:
    """MathML for a formula; FormulaError names the formula when it cannot be read."""
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False, macros=_MACROS)
    try:
        mathml = converter.convert_with_local_state(latex.strip(), displaystyle=display)
    except LatexError as error:
        position, _, found = str(error).partition(":")
        raise FormulaError(
            f"formula {latex.strip()!r}, character {position}: {found.strip()} "
            "Expected LaTeX that MathML can show; a plain dollar sign is written \\$."
        ) from None
    # The style sheet moves a brace away from what it spans. Programs that read aloud may prefer the LaTeX.
    braced = _BRACE.sub(r'<mo class="kb-brace">\1</mo>', mathml)
    return braced.replace("<math", f'<math alttext="{html.escape(" ".join(latex.split()))}"', 1)


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
