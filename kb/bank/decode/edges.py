"""``edges:`` of an exercise: which tests decide special cases, ``{ties: [test_ties, "test_hand_cases[equal]"]}``.

Every test that is not listed belongs to the core. The names are the same in all exercises, so that they can be
counted over a cohort: a new one needs a line in ``EDGES``.
"""

from __future__ import annotations

from typing import Any

from kb.bank.decode.readers import FAILED, Reader, short
from kb.bank.decode.variables import refuse_empty
from kb.bank.model.names import close
from kb.bank.model.question import Edge
from kb.bank.yaml.nodes import Mapping, Node, Scalar, Sequence
from kb.bank.yaml.source import Source

SPEED = "test_speed"  # how the names of tests of speed begin: they are core

EDGES: dict[str, str] = {
    "ties": "Equal scores or equal distances: which of them comes first.",
    "at the threshold": "A value that is exactly the threshold.",
    "empty input": "No rows, boxes, images, keys or classes.",
    "one element": "A single row, box, key or pixel.",
    "one class": "Only one class exists, or only one occurs.",
    "no ground truth": "No object, or no positive, in the ground truth.",
    "zero area": "Boxes without width or height.",
    "no overlap": "An object that no box overlaps.",
    "empty cluster": "A cluster center that is the nearest one to no point.",
    "division by zero": "A ratio or a mean whose denominator is 0.",
    "fully masked row": "A query that may attend to no key.",
    "everything ignored": "Every label or pixel is ignored.",
    "NaN": "A value that is not a number.",
    "infinities": "A value that is infinite.",
    "large values": "Magnitudes at which a naive formula overflows or saturates.",
    "tiny values": "Magnitudes at which an epsilon or a tolerance shows.",
    "extreme parameter": "A parameter at an end of its range, such as a dropout rate of 1.",
    "dtypes": "Integer or float types other than the usual ones.",
    "read-only or non-contiguous input": "Arrays that must not be written to, and strided views.",
    "invalid input": "Arguments that must be refused with an error.",
}


def edges(tests: Reader) -> Reader:
    """Read the edges of an exercise; ``tests`` reads the list of one of them."""

    def read(source: Source, node: Node) -> Any:
        if not isinstance(node, Mapping) or node.refused or not (node.keys or node.damaged):
            return refuse_empty(source, node, "a mapping of edges to tests, such as ties: [test_ties]")
        found: list[Edge] = []
        before = len(source.problems)
        listed: dict[str, Scalar] = {}
        for name, value in node.values.items():
            _known(source, node.keys[name])
            names = tests(source, value)
            if names is not FAILED:
                _once(source, value, listed)
                found.append(Edge(name, names))
        return FAILED if node.damaged or len(source.problems) > before else tuple(found)

    return read


def _known(source: Source, key: Scalar) -> None:
    if key.text not in EDGES:
        near = close(key.text, EDGES, 1)
        expected = repr(near[0]) if near else f"one of {', '.join(EDGES)}"
        source.problem(key.line, key.column, f"the unknown edge {short(key.text)}", expected)


def _once(source: Source, node: Node, listed: dict[str, Scalar]) -> None:
    """Each test belongs to one edge; ``listed`` has those of the edges before, and receives these."""
    assert isinstance(node, Sequence)
    for item in node.items:
        assert isinstance(item, Scalar)
        function, bracket, _ = item.text.partition("[")
        if function.startswith(SPEED):
            source.problem(
                item.line, item.column, f"the test {short(item.text)}", "a test other than of speed"
            )
        for other, first in listed.items():
            whole = function if bracket else other.partition("[")[0]
            if other == item.text or (other == function if bracket else whole == function):
                found = f"{short(item.text)} a second time (first on line {first.line}: {short(other)})"
                source.problem(item.line, item.column, found, "each test under one edge")
                break
        listed[item.text] = item
