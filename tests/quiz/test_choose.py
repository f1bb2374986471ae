"""What comes, in which order, and how a session goes: pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bank.model.question import Location, Open, Question
from kb.progress import Answered, Rating, State
from kb.quiz.rules import session as sessions
from kb.quiz.rules.choose import FREQUENCY, Limits, choose, introduced, next_due, standing
from kb.quiz.rules.session import Result, Session

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def question(name: str, frequency: Any = "core", level: Any = 1, kind: Any = "open") -> Question:
    return Open(
        id=f"a/b/{name}", rev=1, kind=kind, level=level, frequency=frequency, prompt="?", why="!", page="a/b#c",
        location=Location(Path("x")), points=("p",),
    )  # fmt: skip


def state(hours: float, retrievability: float = 0.9) -> State:
    """A state that is due ``hours`` from now."""
    return State(
        due=NOW + timedelta(hours=hours), stability=3.0, difficulty=5.0, retrievability=retrievability,
        last=NOW - timedelta(days=1), count=1, right=1, lapses=0, streak=1,
    )  # fmt: skip


def names(chosen: tuple[Question, ...]) -> str:
    return " ".join(question.id.rpartition("/")[2] for question in chosen)


def test_due_ones_come_first_and_the_most_forgotten_one_ahead() -> None:
    pool = [question(name) for name in ("new", "fresh", "weak", "later")]
    states = {"a/b/fresh": state(-1, 0.9), "a/b/weak": state(-1, 0.4), "a/b/later": state(1)}
    assert names(choose(pool, states, NOW)) == "weak fresh new"


def test_a_question_is_due_at_its_moment() -> None:
    assert standing(state(0), NOW) == "due"
    assert standing(state(0.001), NOW) == "later"
    assert standing(None, NOW) == "new"


def test_new_ones_come_by_frequency_then_level_then_words_before_code() -> None:
    pool = [
        question("rare", "rare"),
        question("common", "common"),
        question("hard", level=3),
        question("code", kind="code"),
        question("words"),
        question("second"),
    ]
    assert names(choose(pool, {}, NOW)) == "words second code hard common rare"


@pytest.mark.parametrize(
    ("limits", "met", "expected"),
    [
        pytest.param(Limits(new=2), 0, "due n1 n2", id="two new ones a day"),
        pytest.param(Limits(new=2), 1, "due n1", id="one of them was this morning"),
        pytest.param(Limits(new=2), 5, "due", id="more than enough this morning"),
        pytest.param(Limits(new=0), 0, "due", id="reviews only"),
        pytest.param(Limits(count=2), 0, "due n1", id="two in all"),
    ],
)
def test_limits(limits: Limits, met: int, expected: str) -> None:
    pool = [question(name) for name in ("n1", "n2", "n3", "due")]
    assert names(choose(pool, {"a/b/due": state(-1)}, NOW, limits, met)) == expected


def answered(name: str, at: datetime) -> Answered:
    return Answered(question=name, rev=1, at=at, right=True, score=1.0, rating=Rating.GOOD)


def test_only_first_answers_of_today_count_as_new() -> None:
    midnight = NOW.replace(hour=0)
    history = [
        answered("old", midnight - timedelta(hours=1)),
        answered("old", midnight + timedelta(hours=1)),
        answered("today", midnight),
        answered("today", midnight + timedelta(hours=2)),
    ]
    assert introduced(history, midnight) == 1


def test_next_due_looks_ahead_only() -> None:
    pool = [question(name) for name in ("due", "soon", "late", "new")]
    states = {"a/b/due": state(-1), "a/b/soon": state(2), "a/b/late": state(5)}
    assert next_due(pool, states, NOW) == NOW + timedelta(hours=2)
    assert next_due(pool[3:], states, NOW) is None


POOL = st.lists(
    st.tuples(
        st.sampled_from(sorted(FREQUENCY)), st.integers(1, 3), st.none() | st.floats(-50, 50), st.floats(0, 1)
    ),
    max_size=12,
)


@given(POOL, st.integers(0, 5), st.none() | st.integers(1, 8), st.integers(0, 5))
def test_what_is_chosen(pool: list[Any], new: int, count: int | None, met: int) -> None:
    questions = [question(str(index), frequency, level) for index, (frequency, level, *_) in enumerate(pool)]
    states = {
        f"a/b/{index}": state(hours, r) for index, (*_, hours, r) in enumerate(pool) if hours is not None
    }
    chosen = choose(questions, states, NOW, Limits(count, new), met)
    kinds = [standing(states.get(one.id), NOW) for one in chosen]
    assert kinds == sorted(kinds, key=["due", "new"].index), "due before new, nothing that is due later"
    assert len(set(chosen)) == len(chosen) <= (count if count is not None else len(pool))
    assert kinds.count("new") <= max(0, new - met)
    left = [one for one in questions if standing(states.get(one.id), NOW) == "due" and one not in chosen]
    assert not left or len(chosen) == count


def play(session: Session, outcomes: list[bool]) -> tuple[Session, list[str]]:
    """Answer in turn until nothing is left; the outcomes are used round and round."""
    asked = []
    while (current := sessions.current(session, NOW)) is not None:
        right = outcomes[len(asked) % len(outcomes)]
        asked.append(current.id.rpartition("/")[2])
        session = sessions.answer(session, Result(current.id, right, float(right)))
        assert len(asked) < 100, "the session does not end"
    return session, asked


def test_a_miss_goes_to_the_back_once() -> None:
    session, asked = play(sessions.start([question("p"), question("q")], NOW), [False])
    assert asked == ["p", "q", "p", "q"]
    assert sessions.summary(session).missed == 2


@given(st.integers(0, 6), st.lists(st.booleans(), min_size=1, max_size=12))
def test_every_session_ends_and_counts_every_question_once(size: int, outcomes: list[bool]) -> None:
    pool = [question(str(index)) for index in range(size)]
    session, asked = play(sessions.start(pool, NOW), outcomes)
    assert all(1 <= asked.count(str(index)) <= 2 for index in range(size))
    found = sessions.summary(session)
    assert found.answered == size
    assert found.right == sum(outcomes[index % len(outcomes)] for index in range(size))
    assert len(asked) == size + (size - found.right)


def test_time_is_up_between_questions() -> None:
    session = sessions.start([question("p")], NOW, minutes=10)
    assert sessions.current(session, NOW + timedelta(minutes=9.9)) is not None
    assert sessions.current(session, NOW + timedelta(minutes=10)) is None


def test_skipping_and_leaving() -> None:
    session = sessions.skip(sessions.start([question("p"), question("q")], NOW))
    assert sessions.progress(session) == (2, 2)
    session = sessions.leave(session, Result("a/b/q", False, 0.0))
    assert session.queue == ()
    found = sessions.summary(session)
    assert (found.skipped, found.missed, found.answered) == (1, 1, 1)


def test_overruling_decides_whether_it_comes_again() -> None:
    p, q = question("p"), question("q")
    missed = sessions.answer(sessions.start([p, q], NOW), Result(p.id, False, 0.0))
    assert names(missed.queue) == "q p"
    assert names(sessions.overrule(missed, p, missed=False).queue) == "q"
    known = sessions.answer(sessions.start([p, q], NOW), Result(p.id, True, 1.0))
    assert names(sessions.overrule(known, p, missed=True).queue) == "q p"
