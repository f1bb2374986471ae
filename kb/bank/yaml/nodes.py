"""A YAML file as nodes with positions.

The parser's events are assembled here rather than by PyYAML: without recursion, so that deep nesting cannot
overflow the stack; with every position; and without what a bank does not need: anchors, aliases, merge keys,
tags, a second document, keys that are not words, and duplicate keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import yaml

from kb.bank.yaml.scalars import Value, resolve
from kb.bank.yaml.slips import explain
from kb.bank.yaml.source import Source, UnreadableError

DEEPEST = 20


class PythonLoader(yaml.SafeLoader):
    """PyYAML's own parser, made to read what libyaml reads.

    Its scanner ends a word in a flow list at any question mark; libyaml reads `[Is it so?]` as YAML 1.2 does.
    """

    _in_word = False

    def scan_plain(self) -> Any:
        self._in_word = True
        try:
            return super().scan_plain()
        finally:
            self._in_word = False

    def peek(self, index: int = 0) -> str:
        found: str = super().peek(index)
        return (
            "q" if found == "?" and self._in_word else found
        )  # only looked at: the text is cut from the source


_Loader: Any = getattr(yaml, "CSafeLoader", PythonLoader)  # libyaml's parser where it was built in
# In double quotes "\t", "\n", "\b", "\f" ... eat the first letter of \theta, \nabla, \beta, \frac.
_ESCAPE = re.compile(r"\\(?:\\|\"|\r?\n)|(\\.)", re.DOTALL)


@dataclass(slots=True)
class Scalar:
    """A word or a text. ``style`` is YAML's indicator: empty for an unquoted one."""

    line: int
    column: int
    text: str
    style: str
    end: int  # index of the character after it

    @property
    def value(self) -> Value:
        return self.text if self.style else resolve(self.text)


@dataclass(slots=True)
class Sequence:
    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    column: int
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    refused: bool = False  # it has a key that is not a word: most likely {{name}} without quotes
    damaged: bool = False  # a key was refused, and its value dropped
    pending: Scalar | None = None  # while reading: the key whose value comes next
    waiting: bool = False  # while reading: a value comes next


@dataclass(slots=True)
class Refused:
    """A node whose problem has already been noted."""

    line: int
    column: int


Node = Scalar | Sequence | Mapping | Refused


@contextmanager
def python_parser() -> Iterator[None]:
    """Use PyYAML's own parser inside the block, as an installation without libyaml does."""
    global _Loader
    before, _Loader = _Loader, PythonLoader
    try:
        yield
    finally:
        _Loader = before


def compose(source: Source, expected: str) -> Node:
    """The root node of the source's text; ``expected`` describes what an empty file lacks.

    Raises:
        UnreadableError: a mistake after which the rest makes no sense; it is noted in the source.
    """
    reader = _Reader(source)
    loader = _Loader(source.text)
    try:
        while (event := loader.get_event()) is not None:
            if handler := _HANDLERS.get(type(event)):
                handler(reader, event)
    except yaml.MarkedYAMLError as error:
        slip = explain(source.text, error)
        if any(problem.location.line == slip[0] for problem in source.problems):
            raise UnreadableError from None  # a consequence of a mistake that has been noted
        raise source.stop(*slip) from None
    except yaml.YAMLError as error:  # not expected: the characters were checked before
        raise source.stop(1, 1, f"invalid YAML ({error})", "YAML") from None
    finally:
        loader.dispose()
    if reader.root is None:
        raise source.stop(1, 1, "an empty file", expected)
    return reader.root


class _Reader:
    """Assembles events into nodes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []

    def document(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if self.root is not None:
            raise self.source.stop(line, column, "a second document (---)", "one document in a file")
        if event.version or event.tags:
            raise self.source.stop(line, column, "a % directive", "YAML without directives")

    def alias(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        expected = f"the value itself, or '*{event.anchor}' in quotes if it is text"
        self.source.problem(line, column, f"the alias *{event.anchor}", expected)
        self.add(Refused(line, column))

    def scalar(self, event: Any) -> None:
        start = event.start_mark
        line, column, end = start.line + 1, start.column + 1, event.end_mark.index
        style = event.style or ""
        if style == '"':
            self._escapes(start.index, end)
        text = (
            event.value.rstrip("\n") if style in ("|", ">") else event.value
        )  # a block ends with a line break
        plain = self._plain(event, line, column)
        self.add(Scalar(line, column, text, style, end) if plain else Refused(line, column))

    def sequence(self, event: Any) -> None:
        node = Sequence(event.start_mark.line + 1, event.start_mark.column + 1)
        self._enter(event, node)

    def mapping(self, event: Any) -> None:
        node = Mapping(event.start_mark.line + 1, event.start_mark.column + 1)
        self._enter(event, node)

    def leave(self, _: Any) -> None:
        self.open.pop()

    def add(self, node: Node) -> None:
        """Put a node where it belongs: into the list, or as key or value into the mapping, that is open."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif not parent.waiting:
            parent.waiting, parent.pending = True, self._key(parent, node)
            parent.damaged |= parent.pending is None
        else:
            parent.waiting = False
            if parent.pending is not None:
                parent.values[parent.pending.text] = node

    def _enter(self, event: Any, node: Sequence | Mapping) -> None:
        plain = self._plain(event, node.line, node.column)
        if len(self.open) == DEEPEST:
            found = f"nesting deeper than {DEEPEST} levels"
            raise self.source.stop(node.line, node.column, found, "a question")
        self.add(node if plain else Refused(node.line, node.column))
        self.open.append(node)

    def _key(self, parent: Mapping, node: Node) -> Scalar | None:
        """The key if it is one; otherwise None, and its value will be dropped."""
        if isinstance(node, Refused):
            return None
        if not isinstance(node, Scalar):
            parent.refused = True
            kind = "a list" if isinstance(node, Sequence) else "a mapping"
            self.source.problem(
                node.line, node.column, f"{kind} as a key", "a word; put text that starts with {{ in quotes"
            )
            return None
        if not isinstance(node.value, str) or not node.text:
            self.source.problem(node.line, node.column, f"the key {node.text!r}", "a word as key")
            return None
        if node.text == "<<":
            self.source.problem(node.line, node.column, "the merge key <<", "the keys themselves")
            return None
        if first := parent.keys.get(node.text):
            found = f"the key {node.text!r} a second time (first on line {first.line})"
            self.source.problem(node.line, node.column, found, "each key once")
            return None
        parent.keys[node.text] = node
        return node

    def _plain(self, event: Any, line: int, column: int) -> bool:
        """Is the node free of tags and anchors?"""
        if event.anchor:
            expected = "no anchors; put text that starts with & in quotes"
            self.source.problem(line, column, f"the anchor &{event.anchor}", expected)
        if event.tag:
            expected = "no tags; put text that starts with ! in quotes"
            self.source.problem(line, column, f"the tag {_short_tag(event.tag)}", expected)
        return not (event.anchor or event.tag)

    def _escapes(self, start: int, end: int) -> None:
        raw = self.source.text[start:end]
        if "\\" not in raw:
            return
        for match in _ESCAPE.finditer(raw):
            if match[1]:
                line, column = self.source.position(start + match.start())
                expected = "single quotes or a block after |, where a backslash is a backslash"
                self.source.problem(line, column, f"the escape {match[1]} in double quotes", expected)
                return


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


_HANDLERS: dict[type[Any], Callable[[_Reader, Any], None]] = {
    yaml.DocumentStartEvent: _Reader.document,
    yaml.AliasEvent: _Reader.alias,
    yaml.ScalarEvent: _Reader.scalar,
    yaml.SequenceStartEvent: _Reader.sequence,
    yaml.MappingStartEvent: _Reader.mapping,
    yaml.SequenceEndEvent: _Reader.leave,
    yaml.MappingEndEvent: _Reader.leave,
}
