"""Leniency where Markdown is stricter than a writer expects and nothing is ambiguous."""

from __future__ import annotations

import json
import re

from markdown.preprocessors import Preprocessor

_ANNOUNCED = re.compile(
    r"^(?P<margin>[ \t>]*)(?![-*+] |\d+\. )(\S.*:)\n(?=(?P=margin)(?:[-*+]|\d+\.) )", re.MULTILINE
)
_ALT = re.compile(
    r"^(?P<start>[ \t>]*/{3,} *figure *\|.*\n[ \t>]+alt: +)(?P<text>[^\"'\s].*?) *$", re.MULTILINE
)


class Leniency(Preprocessor):
    """Lets a list begin right below the line that announces it, and an ``alt`` have colons without quotes."""

    def run(self, lines: list[str]) -> list[str]:
        text = _ANNOUNCED.sub(r"\g<0>\g<margin>\n", "\n".join(lines))
        return _ALT.sub(lambda match: match["start"] + json.dumps(match["text"]), text).split("\n")
