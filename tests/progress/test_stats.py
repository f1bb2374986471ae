"""The numbers, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kb.bank.model.question import Question
from kb.progress import Answered, Rating, schedule
from kb.progress.rules.stats import Day, Topic, by_day, by_topic, days_in_a_row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Make = Callable[..., Answered]
MakeQuestion = Callable[..., Question]


def test_topics_are_counted_by_the_ids_and_revs_of_now(answered: Make, question: MakeQuestion) -> None:
    questions = [
        question("detection/nms/one", formerly=("detection/nms/uno",)),
        question("foundations/softmax/one", rev=2),
        question("detection/nms/two"),
        question("detection/nms/three"),
    ]
    answers = [
        answered("detection/nms/uno", at=NOON - 20 * DAY, right=False, score=0.0, rating=Rating.AGAIN),
        answered("detection/nms/one", at=NOON - 10 * DAY, rating=Rating.EASY),
        answered("detection/nms/two", at=NOON - DAY, rating=Rating.EASY),
        answered("foundations/softmax/one", rev=1, at=NOON - DAY),
        answered("detection/gone/one", at=NOON - DAY),
    ]
    states = schedule(answers, questions, NOON)
    topics = by_topic(questions, answers, states, NOON)
    assert topics == (
        Topic("detection/nms", questions=3, answered=2, due=1, learned=1, answers=3, right=2),
        Topic("foundations/softmax", questions=1, answered=0, due=0, learned=0, answers=0, right=0),
    )
    assert topics[0].right_share == pytest.approx(2 / 3)
    assert topics[1].right_share is None


def test_days_are_those_of_the_learner(answered: Make) -> None:
    answers = [
        answered(at=datetime(2026, 3, 2, 20, tzinfo=UTC), seconds=30.0),
        answered(at=datetime(2026, 3, 2, 4, tzinfo=UTC), seconds=10.5, right=False, score=0.0),
        answered(at=datetime(2026, 3, 2, 15, tzinfo=UTC), seconds=2.0),
    ]
    beijing = timezone(timedelta(hours=8))
    assert by_day(answers, beijing) == (
        Day(date(2026, 3, 2), answers=2, right=1, seconds=12.5),
        Day(date(2026, 3, 3), answers=1, right=1, seconds=30.0),
    )
    assert by_day(answers, UTC) == (Day(date(2026, 3, 2), answers=3, right=2, seconds=42.5),)
    assert by_day([]) == ()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param([], 0, id="never"),
        pytest.param([2], 1, id="today"),
        pytest.param([1], 1, id="yesterday: today is not over"),
        pytest.param([-1, 0, 1, 2], 4, id="over the end of a month"),
        pytest.param([-1, 1, 2], 2, id="a gap ends it"),
        pytest.param([-1, 0], 0, id="before yesterday"),
        pytest.param([2, 3], 1, id="a day that has not come is not counted"),
    ],
)
def test_days_in_a_row(days: list[int], expected: int) -> None:
    active = [Day(date(2026, 3, 1) + (day - 1) * DAY, answers=1, right=1, seconds=1.0) for day in days]
    assert days_in_a_row(active, today=date(2026, 3, 2)) == expected
