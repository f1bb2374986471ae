"""The bank's Markdown with formulas, as Markdown that a terminal can show."""

from __future__ import annotations

import re

from kb.bank.model.unmarked import unmarked

# Code first: a dollar sign in it is a dollar sign.
PIECES = (
    r"(?P<code>^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)[^\n]*$|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<dollar>\\\$)"
    r"|\$\$(?P<display>.+?)\$\$"
    r"|\$(?=\S)(?P<inline>(?:[^$\\`]|\\.)+?)(?<=\S)\$(?!\d)"
)
SPECIAL = r"([\\`*_\[\]<>~])"  # what Markdown would take for markup


def markdown(source: str, ascii_only: bool = False) -> str:
    """The same Markdown with every formula as readable text; code stays as it is."""
    if "$" not in source:
        return source
    from kb.quiz.text.latex import readable

    def piece(found: re.Match[str]) -> str:
        if found["code"] or found["dollar"]:
            return found[0]
        text = re.sub(SPECIAL, r"\\\1", readable(found["display"] or found["inline"], ascii_only))
        return f"\n\n{text}\n\n" if found["display"] else text

    return re.sub(PIECES, piece, source, flags=re.DOTALL | re.MULTILINE)


def beginning(source: str, length: int) -> str:
    """About the first ``length`` characters, without a formula that would be cut in two."""
    cut = source[:length]
    return cut if len(source) <= length or cut.count("$") % 2 == 0 else cut[: cut.rindex("$")]


def one_line(source: str, ascii_only: bool = False) -> str:
    """The text without its markup on one line, for lists."""
    text = source.strip()
    if "{{" in text:
        text = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"\1", text)  # variables by their names
    text = markdown(text, ascii_only)
    if "```" in text or "~~~" in text:
        text = re.sub(r"^(```+|~~~+)[^\n]*$", " ", text, flags=re.MULTILINE)
    return " ".join(unmarked(text).split())
