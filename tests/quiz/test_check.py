"""Right or wrong, and what is said about it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bank import load
from kb.bank.model.question import (
    Bug,
    Location,
    Multiple,
    Numeric,
    Open,
    Option,
    Order,
    Predict,
    Question,
    Single,
    WrongValue,
)
from kb.quiz.rules.answers import Unclear
from kb.quiz.rules.answers.letters import letters
from kb.quiz.rules.asking import Asked, ask
from kb.quiz.rules.check import Checked, check, check_points, give_up, right_answer

COMMON = {
    "rev": 1, "level": 1, "frequency": "core", "prompt": "?", "why": "!", "page": "a/b#c", "location": Location(Path("x"))
}  # fmt: skip
OPTIONS = (Option("A", "why A", True), Option("B", "why B", True), Option("C", "why C"), Option("D", "why D"))


def judged(asked: Asked, line: str) -> Checked:
    found = check(asked, line)
    assert isinstance(found, Checked), found
    return found


def seeds() -> st.SearchStrategy[random.Random]:
    return st.integers(0, 10**6).map(random.Random)


@given(seeds(), st.sets(st.integers(0, 3)))
def test_multiple_is_right_for_the_exact_set_only(rng: random.Random, chosen: set[int]) -> None:
    asked = ask(Multiple(id="a/b/c", kind="multiple", options=OPTIONS, **COMMON), rng)
    found = judged(asked, "".join(asked.letter(index) for index in chosen) or "none")
    assert found.right == (chosen == {0, 1})
    assert (found.score == 1.0) == found.right
    assert 0 <= found.score <= 1
    marks = {note.text: note.mark for note in found.notes}
    assert set(marks) == {OPTIONS[index].why for index in chosen | {0, 1}}
    assert all(marks[OPTIONS[index].why] == "missed" for index in {0, 1} - chosen)
    assert all(marks[OPTIONS[index].why] == "wrong" for index in chosen - {0, 1})


@given(seeds())
def test_single_follows_the_text_and_not_the_place(rng: random.Random) -> None:
    options = (OPTIONS[2], OPTIONS[0], OPTIONS[3])
    asked = ask(Single(id="a/b/c", kind="single", options=options, **COMMON), rng)
    verdicts = {
        options[asked.order[place]].text: judged(asked, letters(3)[place]).right for place in range(3)
    }
    assert verdicts == {"A": True, "C": False, "D": False}
    assert judged(asked, right_answer(asked)).right


def test_options_come_in_every_order() -> None:
    question = Single(id="a/b/c", kind="single", options=OPTIONS[1:], **COMMON)
    rng = random.Random(0)
    assert len({ask(question, rng).order for _ in range(200)}) == 6


NUMBER = Numeric(
    id="a/b/c", kind="numeric", answer=0.25, tolerance=0.01, **COMMON,
    wrong=(WrongValue("halves forgotten", value=0.5),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("0.25", True),
        ("1/4", True),
        ("25 %", True),
        ("0.26", True),
        ("0.261", False),
        ("0.5", False),
        ("4", False),
    ],
)
def test_numeric(line: str, right: bool) -> None:
    assert judged(Asked(NUMBER), line).right is right


def test_a_known_wrong_value_is_explained() -> None:
    assert [note.text for note in judged(Asked(NUMBER), "1/2").notes] == ["halves forgotten"]
    assert "halves forgotten" not in [note.text for note in judged(Asked(NUMBER), "4").notes]


def test_a_known_wrong_value_may_be_computed_where_nothing_is_drawn() -> None:
    slips = (WrongValue("added", compute="2 + 3"),)
    question = Numeric(id="a/b/c", kind="numeric", answer=6, tolerance=0, wrong=slips, **COMMON)
    assert [note.text for note in judged(ask(question, random.Random(0)), "5").notes] == ["added"]


def test_a_share_where_percent_are_asked_is_told() -> None:
    question = Numeric(id="a/b/c", kind="numeric", answer=25, tolerance=0, unit="%", **COMMON)
    found = judged(Asked(question), "0.25")
    assert not found.right
    assert "%" in found.notes[0].text


def test_drawn_numbers_are_answered_by_their_own_value(lab: Path) -> None:
    question = load((lab,), "lab/everything/drawn").questions[0]
    prompts = set()
    for seed in range(20):
        asked = ask(question, random.Random(seed))
        prompts.add(asked.question.prompt)
        n, m = (int(word) for word in asked.question.prompt.rstrip("?").split() if word.isdecimal())
        assert judged(asked, str(n * m)).right
        slip = judged(asked, str(n + m))
        assert slip.right == (n + m == n * m)
        assert slip.right or [note.text for note in slip.notes] == ["Sizes multiply."]
    assert len(prompts) > 2


def test_shape(lab: Path) -> None:
    asked = ask(load((lab,), "lab/everything/shape").questions[0], random.Random(0))
    assert judged(asked, "(3, 2)").right
    swapped = [note.text for note in judged(asked, "2x3").notes]
    assert "Rows are of the first argument." in swapped
    assert any("axis 0 is 3, not 2" in text for text in swapped)
    assert any("1 axis given, 2 axes right" in note.text for note in judged(asked, "6").notes)


STEPS = ("one", "two", "three", "four")
ORDER = Order(id="a/b/c", kind="order", steps=STEPS, **COMMON)


@given(seeds(), st.permutations(range(4)))
def test_order_shows_the_first_wrong_place(rng: random.Random, given_: list[int]) -> None:
    asked = ask(ORDER, rng)
    found = judged(asked, "".join(asked.letter(index) for index in given_))
    wrong = [place for place, index in enumerate(given_) if place != index]
    assert found.right == (not wrong)
    if wrong:
        assert f"Step {wrong[0] + 1} is the first wrong one" in found.notes[0].text
        assert found.score == wrong[0] / 4


def test_steps_never_come_in_their_right_order() -> None:
    rng = random.Random(0)
    shown = {tuple(ORDER.steps[index] for index in ask(ORDER, rng).order) for _ in range(500)}
    assert len(shown) == 23, "every other order comes"
    assert STEPS not in shown


@given(seeds())
def test_equal_steps_may_change_places(rng: random.Random) -> None:
    asked = ask(Order(id="a/b/c", kind="order", steps=("mix", "bake", "mix"), **COMMON), rng)
    assert judged(asked, "".join(asked.letter(index) for index in (2, 1, 0))).right


def test_predict_says_that_only_spaces_differ() -> None:
    asked = Asked(Predict(id="a/b/c", kind="predict", snippet="", answer="[1, 2]\n3", **COMMON))
    exact, spaced, wrong = judged(asked, "[1, 2]\n3"), judged(asked, "[1,2]\n3"), judged(asked, "[1, 2]")
    assert (exact.right, spaced.right, wrong.right) == (True, True, False)
    assert not exact.notes
    assert "spaces" in spaced.notes[0].text


def test_bug_takes_the_line_as_displayed() -> None:
    question = Bug(id="a/b/c", kind="bug", exercise="a/d", mistake="m", line="x *= 2", **COMMON)
    asked = ask(question, random.Random(0), "def f(x):\n    x *= 2\n    return x")
    assert [judged(asked, line).right for line in ("1", "2", "line 2", "3")] == [False, True, True, False]
    assert all(isinstance(check(asked, line), Unclear) for line in ("0", "4", "x", "", "2.0", "²", "-1"))
    assert right_answer(asked) == "line 2: `x *= 2`"


@pytest.mark.parametrize(("made", "right"), [((), False), ((0,), False), ((0, 1), True), ((0, 1, 2), True)])
def test_open_is_answered_with_half_of_its_points(made: tuple[int, ...], right: bool) -> None:
    found = check_points(Open(id="a/b/c", kind="open", points=("p", "q", "r"), **COMMON), made)
    assert found.right is right
    assert found.score == len(made) / 3
    assert [note.text for note in found.notes] == [p for i, p in enumerate("pqr") if i not in made]


def every_kind(lab: Path) -> list[Question]:
    return [question for question in load((lab,), "lab").questions if question.kind not in ("open", "code")]


@given(line=st.text(max_size=20), seed=st.integers(0, 99))
def test_no_line_is_too_much_for_any_kind(lab: Path, line: str, seed: int) -> None:
    for question in every_kind(lab):
        asked = ask(question, random.Random(seed), "def double(x):\n    x *= 2\n    return x")
        found = check(asked, line)
        if isinstance(found, Checked):
            assert json.loads(json.dumps(found.given, allow_nan=False)) == found.given
        else:
            assert found.expected
            assert "\n" not in found.expected


def test_giving_up_is_wrong_and_shows_the_answer(lab: Path) -> None:
    for question in every_kind(lab):
        found = give_up(ask(question, random.Random(1), "x *= 2"))
        assert (found.right, found.score) == (False, 0.0)
        assert found.answer
