"""A question that is being read, as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.bank.yaml.nodes import Mapping, Node, Sequence
from kb.bank.yaml.source import Source

Path = tuple[str | int, ...]  # keys and indices from a question's mapping down


@dataclass(frozen=True)
class Draft:
    """A question that is being read: the fields that could be read, and the node they come from."""

    source: Source
    node: Mapping
    kind: str
    fields: dict[str, Any]

    def written(self, key: str) -> bool:
        """Whether the key is present, even if its value could not be read."""
        return key in self.node.keys

    def problem(self, path: Path, found: str, expected: str) -> None:
        node = at(self.node, path)
        self.source.problem(node.line, node.column, found, expected)


def at(node: Node, path: Path) -> Node:
    """The node at a path, or the last one that exists on the way."""
    for step in path:
        if isinstance(node, Mapping) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node
