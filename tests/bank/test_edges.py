"""``edges:`` of an exercise: which tests decide special cases, and which part a test belongs to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.bank import BankError, default_root
from kb.bank.decode.edges import EDGES
from kb.bank.decode.read import read_exercise
from kb.bank.model.question import CORE, Code, Edge

Write = Callable[[str, str | bytes], Path]
Examples = dict[str, str]

WRITTEN = """\
edges:
  ties: [test_ties, 'test_hand_cases[equal, lower index first]']
  NaN:
    - test_hand_cases[NaN]
"""


@pytest.fixture
def read(write: Write, examples: Examples) -> Callable[[str], Code]:
    """The exercise with this text at its end, which begins in line 16."""
    return lambda more: read_exercise(write("detection/box_iou/question.yaml", examples["code"] + more))


def test_they_are_read_as_written(read: Callable[[str], Code]) -> None:
    assert read(WRITTEN).edges == (
        Edge("ties", ("test_ties", "test_hand_cases[equal, lower index first]")),
        Edge("NaN", ("test_hand_cases[NaN]",)),
    )


def test_without_edges_everything_is_core(read: Callable[[str], Code]) -> None:
    exercise = read("")
    assert exercise.edges == ()
    assert exercise.part("test_ties") == CORE


@pytest.mark.parametrize(
    ("test", "part"),
    [
        pytest.param("test_ties", "ties", id="a function"),
        pytest.param("test_ties[all equal]", "ties", id="a case of a function that is listed"),
        pytest.param("test_ties_of_three", CORE, id="a function whose name begins the same"),
        pytest.param("test_hand_cases[NaN]", "NaN", id="a case"),
        pytest.param("test_hand_cases[NaN first]", CORE, id="a case whose name begins the same"),
        pytest.param("test_hand_cases", CORE, id="the function of single cases"),
        pytest.param("loads", CORE, id="the load test"),
        pytest.param("test_speed", CORE, id="speed"),
    ],
)
def test_the_part_of_a_test(read: Callable[[str], Code], test: str, part: str) -> None:
    assert read(WRITTEN).part(test) == part


REFUSED = [
    pytest.param(
        "edges:\n  tie: [test_ties]\n",
        ":17:3: found the unknown edge 'tie', expected 'ties'",
        id="a slip in a name",
    ),
    pytest.param(
        "edges:\n  weather: [test_ties]\n",
        ":17:3: found the unknown edge 'weather', expected one of ties, at the threshold, ",
        id="an unknown name",
    ),
    pytest.param(
        "edges:\n  ties: [test_ties]\n  ties: [test_equal]\n",
        ":18:3: found the key 'ties' a second time",
        id="a name twice",
    ),
    pytest.param(
        "edges:\n  ties: [test_ties, test_ties]\n",
        ":17:21: found 'test_ties' a second time (first on line 17), expected each item once",
        id="a test twice in one edge",
    ),
    pytest.param(
        "edges:\n  ties: [test_ties]\n  NaN: [test_ties]\n",
        ":18:9: found 'test_ties' a second time (first on line 17: 'test_ties'), expected each test under one",
        id="a test in two edges",
    ),
    pytest.param(
        "edges:\n  ties: [test_ties]\n  NaN: ['test_ties[NaN]']\n",
        ":18:9: found 'test_ties[NaN]' a second time (first on line 17: 'test_ties')",
        id="a function and one of its cases",
    ),
    pytest.param(
        "edges:\n  NaN: ['test_ties[NaN]']\n  ties: [test_ties]\n",
        ":18:10: found 'test_ties' a second time (first on line 17: 'test_ties[NaN]')",
        id="a case and then its function",
    ),
    pytest.param("edges:\n  ties: []\n", ":17:9: found a list of 0, expected at least 1 item", id="no tests"),
    pytest.param(
        "edges:\n  ties: test_ties\n", ":17:9: found the text 'test_ties', expected a list", id="no list"
    ),
    pytest.param(
        "edges:\n  ties: [loads]\n", ":17:10: found the text 'loads', expected a test: ", id="the load test"
    ),
    pytest.param(
        "edges:\n  ties: [test_speed]\n",
        ":17:10: found the test 'test_speed', expected a test other than of speed",
        id="speed",
    ),
    pytest.param(
        "edges:\n  ties: [test_speed_of_memory]\n",
        ":17:10: found the test 'test_speed_of_memory', expected a test other than of speed",
        id="speed of another kind",
    ),
    pytest.param(
        "edges:\n  ties: [test hand cases]\n",
        ":17:10: found the text 'test hand cases', expected a test: test_ties for all its cases",
        id="no name of a test",
    ),
    pytest.param("edges: {}\n", ":16:8: found nothing, expected a mapping of edges to tests", id="no edges"),
    pytest.param("edges: [ties]\n", ":16:8: found a list, expected a mapping of edges to tests", id="a list"),
    pytest.param(
        "edges:\n  1: [test_ties]\n", ":17:3: found the key '1', expected a word as key", id="a number"
    ),
]


@pytest.mark.parametrize(("more", "expected"), REFUSED)
def test_what_is_refused(read: Callable[[str], Code], more: str, expected: str) -> None:
    with pytest.raises(BankError) as caught:
        read(more)
    (problem,) = caught.value.problems
    assert expected in str(problem)


def test_every_problem_is_told(read: Callable[[str], Code]) -> None:
    with pytest.raises(BankError) as caught:
        read("edges:\n  tie: [test_ties]\n  nan: [loads]\n  zero area: [test_ties]\n")
    lines = [problem.location.line for problem in caught.value.problems]
    assert lines == [17, 18, 18, 19]


def test_names_and_meanings_are_written_alike() -> None:
    for name, meaning in EDGES.items():
        assert name == name.strip()
        assert name != CORE
        assert "," not in name, "the report joins them with commas"
        assert meaning.endswith(".")


def test_the_documentation_lists_them() -> None:
    text = (default_root().parent / "docs/contributing/exercises.md").read_text(encoding="utf-8")
    table = text.partition("| edge |")[2].partition("\n\n")[0]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]]
    assert rows == list(EDGES.items())
