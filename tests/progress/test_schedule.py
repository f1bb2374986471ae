"""The schedule, against FSRS-6 written out once more, and as a fold over the set of answers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.bank.model.question import Question
from kb.progress import Answered, Rating, due, schedule
from kb.progress.rules.history import histories, names
from kb.progress.rules.schedule import MISS_AFTER, SKEW

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY
Make = Callable[..., Answered]
MakeQuestion = Callable[..., Question]

# The default weights of FSRS-6, and its formulas as its authors publish them:
# https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
W = (0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
     0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542)  # fmt: skip


def curve(days: float, stability: float) -> float:
    return float((1 + (0.9 ** (-1 / W[20]) - 1) * days / stability) ** -W[20])


def first_difficulty(grade: int) -> float:
    return W[4] - math.exp(W[5] * (grade - 1)) + 1


def next_difficulty(difficulty: float, grade: int) -> float:
    moved = difficulty - W[6] * (grade - 3) * (10 - difficulty) / 9
    return min(max(W[7] * first_difficulty(4) + (1 - W[7]) * moved, 1), 10)


def next_stability(stability: float, difficulty: float, days: int, grade: int) -> float:
    if days < 1:
        growth = math.exp(W[17] * (grade - 3 + W[18])) * stability ** -W[19]
        return stability * (max(growth, 1) if grade > 1 else growth)
    recall = curve(days, stability)
    if grade == 1:
        forgotten = W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1)
        return min(forgotten * math.exp(W[14] * (1 - recall)), stability / math.exp(W[17] * W[18]))
    growth = math.exp(W[8]) * (11 - difficulty) * stability ** -W[9] * (math.exp(W[10] * (1 - recall)) - 1)
    return stability * (1 + growth * {2: W[15], 3: 1, 4: W[16]}[grade])


def remembered(reviews: list[tuple[datetime, Rating]]) -> tuple[float, float]:
    """Stability and difficulty after the reviews."""
    (last, grade), *later = reviews
    stability, difficulty = W[grade - 1], min(max(first_difficulty(grade), 1), 10)
    for at, grade in later:
        stability = max(next_stability(stability, difficulty, (at - last).days, grade), 0.001)
        difficulty = next_difficulty(difficulty, grade)
        last = at
    return stability, difficulty


REVIEWS = st.lists(
    st.tuples(st.timedeltas(timedelta(seconds=1), timedelta(days=400)), st.sampled_from(Rating)),
    min_size=1,
    max_size=12,
)


@given(reviews=REVIEWS, later=st.timedeltas(timedelta(0), timedelta(days=1000)))
def test_the_memory_is_that_of_fsrs(
    reviews: list[tuple[timedelta, Rating]], later: timedelta, answered: Make, question: MakeQuestion
) -> None:
    at, given_reviews = NOON, []
    for gap, rating in reviews:
        at += gap
        given_reviews.append((at, rating))
    stability, difficulty = remembered(given_reviews)
    now = at + later
    state = schedule([answered(at=at, rating=rating) for at, rating in given_reviews], [question()], now)[
        "detection/nms/order"
    ]
    assert state.stability == pytest.approx(stability, rel=1e-9)
    assert state.difficulty == pytest.approx(difficulty, rel=1e-9)
    assert state.retrievability == pytest.approx(curve(later / DAY, stability), rel=1e-9)
    days = min(max(round(stability), 1), 36500)  # the interval after which the chance has fallen to 0.9
    assert state.due == (at + MISS_AFTER if reviews[-1][1] is AGAIN else at + days * DAY)
    assert (state.last, state.count) == (at, len(reviews))


@pytest.mark.parametrize(
    ("rating", "wait"),
    [(AGAIN, timedelta(minutes=10)), (HARD, 1 * DAY), (GOOD, 2 * DAY), (EASY, 8 * DAY)],
    ids=["again", "hard", "good", "easy"],
)
def test_when_a_first_answer_comes_again(
    rating: Rating, wait: timedelta, answered: Make, question: MakeQuestion
) -> None:
    states = schedule([answered(rating=rating)], [question()], NOON)
    assert states["detection/nms/order"].due == NOON + wait
    assert due(states, NOON + wait) == ("detection/nms/order",)
    assert due(states, NOON + wait - timedelta(microseconds=1)) == ()


def test_at_whole_days_the_chance_is_that_of_the_package(answered: Make, question: MakeQuestion) -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    card, _ = scheduler.review_card(fsrs.Card(card_id=1), fsrs.Rating.Good, NOON)
    for days in (0, 1, 7, 365):
        now = NOON + days * DAY
        state = schedule([answered()], [question()], now)["detection/nms/order"]
        assert state.retrievability == pytest.approx(scheduler.get_card_retrievability(card, now), rel=1e-12)


def test_the_chance_falls_within_a_day(answered: Make, question: MakeQuestion) -> None:
    chances = [
        schedule([answered()], [question()], NOON + timedelta(hours=hours))[
            "detection/nms/order"
        ].retrievability
        for hours in (0, 6, 12, 24)
    ]
    assert chances[0] == 1
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == 4


ANSWERS = st.lists(
    st.builds(
        dict,
        question=st.sampled_from(["a/b/one", "a/b/two", "a/b/formerly", "a/b/gone"]),
        rev=st.integers(1, 2),
        at=st.integers(-3, 30).map(lambda days: NOON + days * DAY),  # few moments: many are the same
        rating=st.sampled_from(Rating),
        right=st.booleans(),
    ),
    max_size=12,
)


@given(fields=ANSWERS, seed=st.integers(0, 2**32))
def test_only_the_set_of_answers_matters(
    fields: list[dict[str, Any]], seed: int, answered: Make, question: MakeQuestion
) -> None:
    answers = [answered(**each) for each in fields]
    questions = [question("a/b/one", formerly=("a/b/formerly",)), question("a/b/two", rev=2)]
    shuffled = random.Random(seed).sample(answers, len(answers))
    now = NOON + 20 * DAY
    assert schedule(shuffled, questions, now) == schedule(answers, questions, now)


@settings(max_examples=50)
@given(
    moments=st.lists(st.datetimes(timezones=st.just(UTC)), min_size=1, max_size=5),
    now=st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)),
)
def test_no_clock_is_too_wrong(
    moments: list[datetime], now: datetime, answered: Make, question: MakeQuestion
) -> None:
    answers = [answered(at=at, rating=rating) for at in moments for rating in (GOOD, AGAIN)]
    states = schedule(answers, [question()], now)
    assert len(states) == any(at <= now + SKEW for at in moments)
    for state in states.values():
        assert state.last <= now
        assert 0 <= state.retrievability <= 1
        assert due(states, now) in ((), ("detection/nms/order",))


def test_an_answer_slightly_in_the_future_was_given_now(answered: Make, question: MakeQuestion) -> None:
    ahead = schedule([answered(at=NOON + timedelta(hours=5))], [question()], NOON)
    assert ahead == schedule([answered(at=NOON)], [question()], NOON)


def test_an_answer_far_in_the_future_does_not_hide_its_question(
    answered: Make, question: MakeQuestion
) -> None:
    real, wrong = answered(), answered(at=NOON + timedelta(days=5000))
    now = NOON + 3 * DAY
    assert schedule([real, wrong], [question()], now) == schedule([real], [question()], now)
    assert schedule([wrong], [question()], now) == {}
    assert schedule([wrong], [question()], wrong.at)["detection/nms/order"].count == 1


def test_a_question_without_answers_is_new(answered: Make, question: MakeQuestion) -> None:
    assert list(schedule([answered("a/b/one")], [question("a/b/two"), question("a/b/one")], NOON)) == [
        "a/b/one"
    ]


def test_history_starts_afresh_when_rev_changes(answered: Make, question: MakeQuestion) -> None:
    answers = [answered(rev=1), answered(rev=2, at=NOON + DAY), answered(rev=3)]
    now = NOON + 2 * DAY
    assert schedule(answers, [question(rev=2)], now) == schedule(answers[1:2], [question(rev=2)], now)
    assert schedule(answers, [question(rev=4)], now) == {}


def test_history_follows_a_renamed_question(answered: Make, question: MakeQuestion) -> None:
    answers = [
        answered("a/b/old"),
        answered("a/b/older", at=NOON + DAY),
        answered("a/b/new", at=NOON + 2 * DAY),
    ]
    renamed = question("a/b/new", formerly=("a/b/older", "a/b/old"))
    states = schedule(answers, [renamed], NOON + 3 * DAY)
    assert states["a/b/new"].count == 3
    same = schedule([replace(each, question="a/b/new") for each in answers], [renamed], NOON + 3 * DAY)
    assert states == same
    assert names([renamed, question("a/b/c")]) == ("a/b/new", "a/b/older", "a/b/old", "a/b/c")


def test_an_id_that_was_given_away_belongs_to_its_new_owner(answered: Make, question: MakeQuestion) -> None:
    moved, successor = question("a/b/new", formerly=("a/b/old",)), question("a/b/old")
    for questions in ([moved, successor], [successor, moved]):
        assert list(histories([answered("a/b/old")], questions)) == ["a/b/old"]


def test_the_most_nearly_forgotten_comes_first(answered: Make, question: MakeQuestion) -> None:
    answers = [
        answered("a/b/solid", rating=EASY, at=NOON - 9 * DAY),  # due since a day
        answered("a/b/missed", rating=AGAIN, at=NOON - 9 * DAY),
        answered("a/b/shaky", rating=HARD, at=NOON - timedelta(hours=46)),  # due since 22 hours only
        answered("a/b/fresh", rating=GOOD, at=NOON),  # not due
        answered("a/b/z-same", rating=HARD, at=NOON - timedelta(hours=46)),
    ]
    states = schedule(answers, [question(each.question) for each in answers], NOON)
    assert due(states, NOON) == ("a/b/missed", "a/b/shaky", "a/b/z-same", "a/b/solid")


@pytest.mark.parametrize(
    ("ratings", "lapses", "streak"),
    [
        pytest.param([AGAIN, AGAIN], 0, 0, id="never known"),
        pytest.param([AGAIN, GOOD, HARD], 0, 2, id="learned late"),
        pytest.param([GOOD, AGAIN, AGAIN, EASY], 2, 1, id="missed twice after it was known"),
        pytest.param([GOOD, AGAIN], 1, 0, id="just missed"),
    ],
)
def test_lapses_and_streak(
    ratings: list[Rating], lapses: int, streak: int, answered: Make, question: MakeQuestion
) -> None:
    answers = [answered(at=NOON + day * DAY, rating=rating) for day, rating in enumerate(ratings)]
    state = schedule(answers, [question()], NOON + 9 * DAY)["detection/nms/order"]
    assert (state.lapses, state.streak, state.count) == (lapses, streak, len(ratings))


def test_the_learner_has_the_last_word(answered: Make, question: MakeQuestion) -> None:
    guessed = answered(right=True, rating=AGAIN, overruled=True)
    slipped = answered(right=False, rating=GOOD, overruled=True)
    state = schedule([guessed], [question()], NOON)["detection/nms/order"]
    assert (state.right, state.streak, state.due) == (0, 0, NOON + MISS_AFTER)
    state = schedule([slipped], [question()], NOON)["detection/nms/order"]
    assert (state.right, state.streak, state.due) == (1, 1, NOON + 2 * DAY)


@pytest.mark.parametrize(
    ("ratings", "learned"),
    [
        pytest.param([EASY], True, id="easy: 8 days"),
        pytest.param([GOOD], False, id="good: 2 days"),
        pytest.param([GOOD, GOOD], True, id="good again two days later"),
        pytest.param([GOOD, GOOD, AGAIN], False, id="just missed"),
    ],
)
def test_learned(ratings: list[Rating], learned: bool, answered: Make, question: MakeQuestion) -> None:
    answers = [answered(at=NOON + 2 * day * DAY, rating=rating) for day, rating in enumerate(ratings)]
    state = schedule(answers, [question()], NOON + 9 * DAY)["detection/nms/order"]
    assert state.learned is learned


def test_what_was_just_missed_is_not_learned_however_long_it_would_last(
    answered: Make, question: MakeQuestion
) -> None:
    state = schedule([answered(rating=EASY)], [question()], NOON)["detection/nms/order"]
    assert replace(state, stability=30.0, streak=1).learned
    assert not replace(state, stability=30.0, streak=0).learned
