"""Which exercises have only edges open: counted by hand from the details of answers, of any origin."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kb.bank.model.question import Question
from kb.progress import Answered, Rating
from kb.progress.rules.edges import only_edges, open_edges

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
Make = Callable[..., Answered]
MakeQuestion = Callable[..., Question]
CORE = {"name": "core", "passed": 2, "tests": 2}
TIES = {"name": "ties", "passed": 1, "tests": 3}
EMPTY = {"name": "empty input", "passed": 1, "tests": 1}
NEARLY = {"only_edges": True, "parts": [CORE, TIES, EMPTY]}


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        pytest.param(NEARLY, ("ties",), id="an edge is open"),
        pytest.param(NEARLY | {"only_edges": False}, (), id="the core is wrong"),
        pytest.param(
            {"outcome": "wrong value", "failed": [], "mistake": None}, (), id="of an earlier release"
        ),
        pytest.param({"only_edges": True}, (), id="without parts"),
        pytest.param(
            {"only_edges": True, "parts": [None, {"name": "ties"}, 3]}, (), id="parts of another form"
        ),
        pytest.param({"only_edges": "yes", "parts": [TIES]}, (), id="a word for a truth"),
        pytest.param("1/3", (), id="the answer to another kind of question"),
        pytest.param(None, (), id="nothing"),
    ],
)
def test_the_open_edges_of_a_detail(detail: Any, expected: tuple[str, ...]) -> None:
    assert open_edges(detail) == expected


def test_the_last_answer_decides(answered: Make, question: MakeQuestion) -> None:
    names = ("nearly", "then-right", "then-wrong", "at-last", "renamed", "other-rev")
    questions = [
        question(f"a/b/{name}", formerly=("a/b/old",) if name == "renamed" else ()) for name in names
    ]

    def given(name: str, hours: int, detail: object, right: bool = False, **fields: Any) -> Answered:
        rating = Rating.GOOD if right else Rating.HARD if detail is NEARLY else Rating.AGAIN
        fields |= {"right": right, "score": float(right), "rating": rating, "detail": json.dumps(detail)}
        return answered(f"a/b/{name}", at=NOON + hours * HOUR, **fields)

    answers = [
        given("nearly", 0, NEARLY),
        given("then-right", 1, None, right=True),
        given("then-right", 0, NEARLY),  # brought in the wrong order
        given("then-wrong", 0, NEARLY),
        given("then-wrong", 1, NEARLY | {"only_edges": False}),
        given("at-last", 0, None),
        given("at-last", 1, NEARLY),
        given("old", 0, NEARLY),
        given("other-rev", 0, NEARLY, rev=7),
        given("of-no-question", 0, NEARLY),
    ]
    assert only_edges(questions, answers) == dict.fromkeys(
        ("a/b/nearly", "a/b/at-last", "a/b/renamed"), ("ties",)
    )
