"""What the history says, and what goes into it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.bank import load
from kb.bank.model.question import Question
from kb.progress import Answered, Rating, Store
from kb.progress.model.aid import Aid
from kb.quiz.history.record import Recorder
from kb.quiz.rules import evidence, when

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def question(lab: Path) -> Question:
    return load((lab,), "lab/everything/pick").questions[0]


def given(question: Question, right: bool, at: datetime) -> Answered:
    rating = Rating.GOOD if right else Rating.AGAIN
    return Answered(question=question.id, rev=1, at=at, right=right, score=float(right), rating=rating)


def aid(question: Question, what: str, at: datetime) -> Aid:
    return Aid(question=question.id, rev=1, at=at, what=what)  # type: ignore[arg-type]


def test_tries_count_the_misses_of_this_sitting(question: Question) -> None:
    miss, hit = (lambda at: given(question, False, at)), (lambda at: given(question, True, at))
    assert evidence.tries(question, [], NOW) == 1
    assert evidence.tries(question, [miss(NOW - MINUTE), miss(NOW - 2 * MINUTE)], NOW) == 3
    assert evidence.tries(question, [miss(NOW - timedelta(days=3)), miss(NOW - MINUTE)], NOW) == 2
    assert evidence.tries(question, [miss(NOW - 3 * MINUTE), hit(NOW - 2 * MINUTE)], NOW) == 1


def test_hints_count_until_the_question_is_answered_right(question: Question) -> None:
    two = [aid(question, "hint", NOW - 3 * MINUTE), aid(question, "hint", NOW - 2 * MINUTE)]
    miss, hit = given(question, False, NOW - MINUTE), given(question, True, NOW - MINUTE)
    assert (evidence.hints_seen(question, [miss], two), evidence.next_hint(question, [miss], two)) == (2, 1)
    assert (evidence.hints_seen(question, [hit], two), evidence.next_hint(question, [hit], two)) == (0, 0)
    assert evidence.next_hint(question, [], two[:1]) == 1
    seen = [aid(question, "solution", NOW - MINUTE)]
    assert (evidence.hints_seen(question, [], seen), evidence.next_hint(question, [], seen)) == (1, 0)
    assert evidence.hints_seen(question, [], [aid(question, "start", NOW)]) == 0


def test_the_clock_of_an_exercise_runs_from_its_last_start(question: Question) -> None:
    starts = [aid(question, "start", NOW - timedelta(hours=2)), aid(question, "start", NOW - 5 * MINUTE)]
    assert evidence.seconds(question, [], starts, NOW) == 300
    assert evidence.seconds(question, [], [], NOW) is None
    assert evidence.seconds(question, [], [aid(question, "start", NOW - timedelta(days=1))], NOW) is None
    assert evidence.seconds(question, [given(question, True, NOW - MINUTE)], starts, NOW) is None


def test_another_question_or_revision_is_no_history(question: Question) -> None:
    other = Answered(question="lab/other/x", rev=1, at=NOW, right=False, score=0, rating=Rating.AGAIN)
    older = Answered(question=question.id, rev=2, at=NOW, right=False, score=0, rating=Rating.AGAIN)
    assert not evidence.tried(question, [other, older])
    assert evidence.tries(question, [other, older], NOW) == 1


def test_an_answer_is_kept_with_the_rating_of_its_facts(question: Question, tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with Store.open(path) as store:
        recorder = Recorder(store)
        recorder.aid(question, "hint", NOW)
        recorder.answer(question, False, 0.0, ["wrong"], NOW + MINUTE, 20.0)
        recorder.answer(question, True, 1.0, ["right"], NOW + 2 * MINUTE, 5.0)
    with Store.open(path) as store:
        first, second = store.answers()
        assert [aid.what for aid in store.aids()] == ["hint"]
    assert (first.rating, first.tries, first.hints) == (Rating.AGAIN, 1, 1)
    assert (second.rating, second.tries, second.hints) == (Rating.HARD, 2, 1)
    assert second.detail == '["right"]'


def test_overruling_takes_the_place_of_the_rating(question: Question, tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with Store.open(path) as store:
        recorder = Recorder(store)
        recorder.answer(question, True, 1.0, None, NOW, 3.0)
        second = recorder.answer(question, False, 0.0, None, NOW + MINUTE, 3.0)
        changed = recorder.overrule(recorder.overrule(second, 4), 3)
        due = recorder.due(question, NOW + MINUTE)
    with Store.open(path) as store:
        kept = store.answers()
        again = Recorder(None, kept)
    assert [one.rating for one in kept] == [Rating.GOOD, Rating.GOOD]
    assert [one.overruled for one in kept] == [False, True]
    assert kept[1] == changed
    assert again.due(question, NOW + MINUTE) == due > NOW + timedelta(days=1)


def test_a_reset_takes_hints_back_as_well(question: Question, tmp_path: Path) -> None:
    with Store.open(tmp_path / "progress.db") as store:
        store.note(aid(question, "hint", NOW))
        store.reset([question.id])
        assert store.aids() == ()
        store.note(aid(question, "hint", NOW))
        assert len(store.aids([question.id])) == 1
        assert store.aids(["lab/other/x"]) == ()


def test_without_a_store_nothing_is_written(question: Question, tmp_path: Path) -> None:
    recorder = Recorder(None)
    recorder.aid(question, "hint", NOW)
    answered = recorder.answer(question, True, 1.0, None, NOW, 3.0)
    assert recorder.overrule(answered, 1).rating is Rating.AGAIN
    assert recorder.due(question, NOW) == NOW + timedelta(minutes=10)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(seconds=10), ""),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(minutes=59, seconds=59), "1 hour"),
        (timedelta(hours=23, minutes=50), "1 day"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=8), "8 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_spans_in_words(length: timedelta, expected: str) -> None:
    assert when.span(length) == expected
    assert when.ahead(NOW + length, NOW) == (f"in {expected}" if expected else "now")


def test_words_never_run_backwards() -> None:
    units = ["minute", "hour", "day", "week", "month", "year"]
    rng = random.Random(1)
    spans = sorted(rng.uniform(31, 4e8) for _ in range(500))
    places = [units.index(when.span(timedelta(seconds=one)).split()[1].rstrip("s")) for one in spans]
    assert places == sorted(places)
