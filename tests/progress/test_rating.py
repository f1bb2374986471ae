"""From facts to a rating: hand cases at every threshold, and no worse fact gives a better rating."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bank.model.question import Code, Kind, Location, Question
from kb.progress import Rating, rate, rate_question
from kb.progress.model.rating import EXPECTED_MINUTES, enough_points, expected_minutes

AGAIN, HARD, GOOD, EASY = Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"seconds": 599, "minutes": 10}, GOOD, id="within time"),
        pytest.param({"seconds": 600, "minutes": 10}, GOOD, id="exactly in time"),
        pytest.param({"seconds": 601, "minutes": 10}, HARD, id="slow"),
        pytest.param({"seconds": 300, "minutes": 10}, EASY, id="exactly half of the time"),
        pytest.param({"seconds": 301, "minutes": 10}, GOOD, id="just above half of the time"),
        pytest.param({"minutes": 10}, GOOD, id="not timed"),
        pytest.param({"seconds": 1}, GOOD, id="no expected time"),
        pytest.param({"seconds": 1, "minutes": 10, "picked": True}, GOOD, id="a quick pick may be a guess"),
        pytest.param({"seconds": 1, "minutes": 10, "hints": 1}, HARD, id="quick with a hint"),
        pytest.param({"seconds": 1, "minutes": 10, "tries": 2}, HARD, id="quick at the second try"),
        pytest.param({"seconds": 1, "minutes": 10, "right": False}, AGAIN, id="quick and wrong"),
        pytest.param(
            {"seconds": 1, "minutes": 10, "right": False, "only_edges": True},
            HARD,
            id="only special cases are wrong",
        ),
        pytest.param(
            {"seconds": 9e9, "minutes": 10, "right": False, "only_edges": True, "tries": 4, "hints": 3},
            HARD,
            id="only special cases are wrong, slowly, with hints",
        ),
        pytest.param(
            {"seconds": 1, "minutes": 10, "only_edges": True},
            EASY,
            id="right, whatever is said of special cases",
        ),
        pytest.param({"seconds": 1, "minutes": 10, "points": 1.0}, EASY, id="every point, quickly"),
        pytest.param({"seconds": 1, "minutes": 10, "points": 0.99}, GOOD, id="a point is missing"),
        pytest.param({"seconds": 1, "minutes": 10, "points": 0.8}, GOOD, id="exactly four fifths"),
        pytest.param({"seconds": 1, "minutes": 10, "points": 0.79}, HARD, id="below four fifths"),
        pytest.param({"seconds": 1, "minutes": 10, "points": 0.5}, HARD, id="exactly half of the points"),
        pytest.param({"seconds": 1, "minutes": 10, "points": 0.49}, AGAIN, id="fewer than half"),
        pytest.param({"seconds": 601, "minutes": 10, "points": 1.0}, HARD, id="every point, slowly"),
    ],
)
def test_what_a_rating_comes_from(facts: dict[str, Any], expected: Rating) -> None:
    assert rate(**({"right": True} | facts)) is expected


SHARES = st.floats(0, 1) | st.sampled_from([0.5, 0.8, 1.0])
FACTS = st.fixed_dictionaries(
    {
        "right": st.booleans(),
        "tries": st.integers(1, 5),
        "hints": st.integers(0, 5),
        "seconds": st.floats(0, 2000),
        "minutes": st.floats(0, 30),
        "points": st.none() | SHARES,
        "picked": st.booleans(),
    }
)
WORSE: dict[str, Callable[[Any, float], Any]] = {
    "right": lambda right, by: False,
    "tries": lambda tries, by: tries + int(3 * by),
    "hints": lambda hints, by: hints + int(3 * by),
    "seconds": lambda seconds, by: seconds + 2000 * by,
    "minutes": lambda minutes, by: minutes * (1 - by),
    "points": lambda points, by: None if points is None else points * (1 - by),
    "picked": lambda picked, by: True,
}


@pytest.mark.parametrize("fact", WORSE)
@given(facts=FACTS, by=st.floats(0, 1))
def test_a_worse_fact_never_gives_a_better_rating(fact: str, facts: dict[str, Any], by: float) -> None:
    worse = facts | {fact: WORSE[fact](facts[fact], by)}
    assert rate(**worse) <= rate(**facts)


@given(FACTS)
def test_wrong_is_always_again(facts: dict[str, Any]) -> None:
    assert rate(**(facts | {"right": False})) is AGAIN


@pytest.mark.parametrize(
    "wrong",
    [{"seconds": -1.0}, {"seconds": float("nan")}, {"minutes": float("inf")}, {"hints": -1}, {"points": 1.1}],
    ids=str,
)
def test_an_impossible_fact_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        rate(True, **wrong)


def exercise(minutes: float) -> Code:
    return Code(
        id="detection/nms", rev=1, kind="code", level=2, frequency="core", prompt="", why="", title="NMS",
        page="detection/nms#practice", entry="nms", minutes=minutes, reference="kb.detection.nms:nms",
        folder=Path("nms"), location=Location(Path("question.yaml")),
    )  # fmt: skip


def of_kind(kind: Kind) -> Question:
    return Question(
        id="a/b/c", rev=1, kind=kind, level=1, frequency="core", prompt="", why="", page="a/b#c",
        location=Location(Path("b.yaml")),
    )  # fmt: skip


def test_an_exercise_is_measured_by_its_own_minutes() -> None:
    assert rate_question(exercise(20), right=True, score=1.0, seconds=600) is EASY
    assert rate_question(exercise(20), right=True, score=1.0, seconds=1200) is GOOD
    assert rate_question(exercise(10), right=True, score=1.0, seconds=1200) is HARD
    assert rate_question(exercise(20), right=False, score=0.9, seconds=600) is AGAIN
    assert rate_question(exercise(20), right=False, score=0.9, seconds=600, only_edges=True) is HARD


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_an_expected_time(kind: Kind) -> None:
    question = exercise(15) if kind == "code" else of_kind(kind)
    assert expected_minutes(question) > 0
    assert (kind in EXPECTED_MINUTES) is (kind != "code")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("single", GOOD),
        ("multiple", GOOD),
        ("numeric", EASY),
        ("shape", EASY),
        ("order", EASY),
        ("open", HARD),
    ],
)
def test_a_quick_right_answer_to_each_kind(kind: Kind, expected: Rating) -> None:
    # The score is that of an open question with 3 of 5 points made; the other kinds go by `right` alone.
    assert rate_question(of_kind(kind), right=True, score=0.6, seconds=1) is expected


def test_an_open_question_counts_as_answered_where_it_is_not_again() -> None:
    for share in (0.0, 0.49, 0.5, 1.0):
        assert enough_points(share) is (rate(True, points=share) is not AGAIN)


def test_ratings_have_the_numbers_of_fsrs() -> None:
    fsrs = pytest.importorskip("fsrs")
    assert {rating.word: int(rating) for rating in Rating} == {
        rating.name.lower(): int(rating) for rating in fsrs.Rating
    }
