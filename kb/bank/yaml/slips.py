"""The YAML parser's errors in words for the author of a question."""

from __future__ import annotations

from typing import Any

Slip = tuple[int, int, str, str]  # line, column, found, expected

_QUOTES = "in single quotes, or as a block after |"

# The parser's message (libyaml and the pure-Python parser word some of them differently): where to point
# ("here", or "start" of what it was reading), what was found, what was expected. First match wins.
_WORDING: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("mapping values are not allowed",),
        "here",
        "a colon in unquoted text, or a key at the wrong indentation",
        f"such text {_QUOTES}, and keys below each other",
    ),
    (
        ("mapping keys are not allowed", "sequence entries are not allowed"),
        "here",
        "a list or a key in the middle of a line",
        f"it on its own line, or text {_QUOTES}",
    ),
    (
        ("unexpected end of stream", "unexpected document"),
        "start",
        "a quote that is never closed",
        "the same quote at the end ('' stands for ' within single quotes)",
    ),
    (
        ("expected ',' or ']'",),
        "start",
        "a [ that is not closed, or a comma that is missing",
        f"[first, second]; text that starts with [ goes {_QUOTES}",
    ),
    (
        ("expected ',' or '}'",),
        "start",
        "a { that is not closed, or a comma that is missing",
        f"{{key: value}}; text that starts with {{{{ goes {_QUOTES}",
    ),
    (
        ("could not find expected ':'",),
        "start",
        "a line that is not `key: value`",
        "a colon and a space after the key, and text indented deeper than its key",
    ),
    (
        ("comment or line break", "comment or a line break", "chomping or indentation"),
        "here",
        "text on the line of a | or >",
        "the text below it, indented; or quotes around text that starts with > or |",
    ),
    (("indentation indicator",), "here", "a 0 after | or >", "the indicator alone"),
    (
        ("expected '-' indicator", "while parsing a block collection"),
        "here",
        "something that is not an item of the list",
        "`- ` at the same column as the items before, and keys of an item below its first key",
    ),
    (
        ("did not find expected key", "expected <block end>"),
        "here",
        "something that is neither a key nor a value",
        "`key: value` below the keys before; text with quotes or {{ in it as a block after |",
    ),
    (
        ("node content",),
        "here",
        "a bracket or comma where a value belongs",
        f"a value; text goes {_QUOTES}",
    ),
    (("directive",), "start", "a % at the start of a line", "YAML without directives"),
    (("<document start>",), "here", "something after the end of the document", "one document in a file"),
)


def explain(text: str, error: Any) -> Slip:
    """The mistake behind a `yaml.MarkedYAMLError`, with its position counted from 1."""
    mark = error.problem_mark or error.context_mark
    problem, context = error.problem or "", error.context or ""
    here = text[mark.index : mark.index + 1]
    if here == "\t" or "\\t" in problem or "tab character" in problem:
        return (*_at(mark), "a tab", "spaces: YAML does not indent with tabs")
    if "escape" in problem or "hexdecimal" in problem:  # (sic, libyaml)
        return _escape(text, error.context_mark, mark)
    if "cannot start any token" in problem:
        return (*_at(mark), f"unquoted text that starts with {here}", f"the text {_QUOTES}")
    if "alias" in context or "anchor" in context:
        start = error.context_mark or mark
        return (*_at(start), f"unquoted text that starts with {text[start.index]}", f"the text {_QUOTES}")
    if "tag" in context:
        return (
            *_at(error.context_mark or mark),
            "unquoted text that starts with !",
            f"the text {_QUOTES}",
        )
    for phrases, where, found, expected in _WORDING:
        if any(phrase in problem or phrase in context for phrase in phrases):
            place = error.context_mark if where == "start" and error.context_mark else mark
            return (*_at(place), found, expected)
    return (*_at(mark), f"invalid YAML ({problem or context})", "YAML")


def _at(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _escape(text: str, start: Any, mark: Any) -> Slip:
    """libyaml points at the backslash, the Python parser behind it."""
    back = 0
    while mark.index - back > start.index and text[mark.index - back : mark.index - back + 1] != "\\":
        back += 1
    escape = text[mark.index - back : mark.index - back + 2]
    expected = "single quotes or a block after |, where a backslash is a backslash"
    return mark.line + 1, mark.column + 1 - back, f"the escape {escape} in double quotes", expected
