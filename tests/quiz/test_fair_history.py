"""What the history says of a learner is what happened: due now, overruled, hints, and numbers of one topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from kb.progress import Answered, Rating, Store
from kb.progress.rules.stats import by_day


def long_ago(quiz, *names: str) -> None:
    """Answers that are due by now."""
    with Store.open(quiz.home / "progress.db") as store:
        for name in names:
            at = datetime.now(UTC) - timedelta(days=300)
            store.record(Answered(question=name, rev=1, at=at, right=True, score=1.0, rating=Rating.GOOD))


def page(*names: str) -> list[str]:
    return [f"lab/everything/{name}" for name in names]


def numbers(quiz, *arguments: str) -> dict:
    return json.loads(quiz.run("stats", "--json", *arguments).stdout)


# --- the end of a session -----------------------------------------------------------------------------------


def test_the_end_says_how_many_are_due_now(quiz) -> None:
    long_ago(quiz, *page("number", "shape", "pick"))
    found = quiz.run("--topic", "lab", "--count", "1", "--new", "0", answers="-\n")
    assert "2 are due now." in found.stdout
    assert "next one is due" not in found.stdout


def test_the_end_says_when_the_next_one_is_due_where_none_is_due_now(quiz) -> None:
    found = quiz.ask("number", "-", "0.3333333")
    assert "The next one is due in 10 minutes." in found.stdout or "The next one is due in" in found.stdout
    assert "due now" not in found.stdout


def test_one_is_due_now(quiz) -> None:
    long_ago(quiz, *page("number", "shape"))
    assert "1 is due now." in quiz.run("--topic", "lab", "--count", "1", "--new", "0", answers="-\n").stdout


# --- overruling ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rating", ["hard", "good", "easy"])
def test_an_overruled_miss_is_right_everywhere(quiz, rating: str) -> None:
    found = quiz.ask("number", "0.34", rating)
    assert "1 answered: 1 right." in found.stdout
    assert "missed: lab/everything/number" not in found.stdout
    told = numbers(quiz)
    assert [day["right"] for day in told["days"]] == [1]
    assert sum(topic["right"] for topic in told["topics"]) == 1
    listed = json.loads(quiz.run("--list", "--json", "--topic", "lab/everything/number").stdout)
    assert listed["questions"][0]["right"] == 1
    (answer,) = quiz.history()
    assert (answer["right"], answer["rating"], answer["overruled"]) == (False, rating, True), (
        "as it was given"
    )


def test_a_right_answer_that_is_overruled_is_missed(quiz) -> None:
    found = quiz.ask("number", "1/3", "again")
    assert "1 answered: 0 right, 1 missed." in found.stdout
    assert "missed: lab/everything/number" in found.stdout
    assert [day["right"] for day in numbers(quiz)["days"]] == [0]


def test_what_is_missed_twice_can_be_overruled_in_the_end(quiz) -> None:
    found = quiz.ask("number", "0.34", "0.35", "good")
    assert "1 answered: 0 right, 1 right at the second try." in found.stdout


def test_an_overruled_miss_is_no_earlier_try(quiz) -> None:
    """The next answer is a first try, and not rated as a second one."""
    quiz.ask("number", "0.34", "good")
    quiz.ask("number", "1/3")
    assert quiz.history()[1]["tries"] == 1


def test_an_overruled_answer_counts_in_days() -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    missed = Answered(question="a/b", rev=1, at=at, right=False, score=0.0, rating=Rating.AGAIN)
    known = Answered(question="a/b", rev=1, at=at, right=False, score=0.0, rating=Rating.GOOD, overruled=True)
    unknown = Answered(
        question="a/b", rev=1, at=at, right=True, score=1.0, rating=Rating.AGAIN, overruled=True
    )
    assert [day.right for day in by_day([missed, known, unknown], UTC)] == [1]
    assert [answer.known for answer in (missed, known, unknown)] == [False, True, False]


# --- numbers of one topic -----------------------------------------------------------------------------------


def test_the_numbers_of_a_topic_are_about_the_topic(quiz) -> None:
    quiz.ask("number", "1/3")
    quiz.ask("shape", "3x2")
    one = numbers(quiz, "--topic", "lab/everything/number")
    assert (one["answers"], [day["answers"] for day in one["days"]]) == (1, [1])
    assert numbers(quiz)["answers"] == 2
    assert "1 answer in all" in quiz.run("stats", "--topic", "lab/everything/number").stdout
    assert "2 answers in all" in quiz.run("stats").stdout
    assert "Nothing answered yet" in quiz.run("stats", "--topic", "lab/everything/pick").stdout


# --- hints --------------------------------------------------------------------------------------------------


def test_a_hint_that_is_shown_again_is_not_one_more(quiz) -> None:
    quiz.ask("pick", "h", "h", "h", "-")
    assert quiz.history()[0]["hints"] == 2
    for _ in range(3):
        quiz.run("hint", "lab/double")
    quiz.write("# question: lab/double\ndef double(x):\n    return x + x\n")
    quiz.run("grade", "double.py")
    assert quiz.history()[1]["hints"] == 2


def test_the_hints_of_an_older_history_are_at_most_those_that_there_are(quiz) -> None:
    from kb.progress.model.aid import Aid

    with Store.open(quiz.home / "progress.db") as store:
        for minute in range(5):
            at = datetime.now(UTC) - timedelta(minutes=minute)
            store.note(Aid(question="lab/everything/pick", rev=1, at=at, what="hint"))
    quiz.ask("pick", "-")
    assert quiz.history()[0]["hints"] == 2


# --- keys -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "made"),
    [
        pytest.param(["it stalls", "-", ""], [], id="at once"),
        pytest.param(["it stalls", "y", "-", ""], ["The gradient is 0 apart."], id="after a first point"),
    ],
)
def test_giving_up_at_the_rubric_means_no_further_point(quiz, lines: list[str], made: list[str]) -> None:
    found = quiz.ask("explain", *lines)
    assert "Not understood" not in found.stdout
    assert "DIoU has the distance." in found.stdout
    (answer,) = quiz.history()
    assert answer["right"] is False
    assert answer["detail"]["points"] == made
