"""Strategies that know nothing are right as often as chance allows, and a bank in which they are not is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.bank.model.question import Location, Option, Single
from kb.dev.prove import guessing
from kb.dev.prove.guessing import guesses, length


def question(number: int, *options: Option) -> Single:
    return Single(
        id=f"demo/page/q{number}",
        rev=1,
        kind="single",
        level=1,
        frequency="core",
        prompt="?",
        why="",
        page="a",
        options=options,
        location=Location(Path("page.yaml"), number),
    )


class Bank:
    """As much of a bank as the check looks at."""

    def __init__(self, *questions: Single):
        self.questions = questions


def options(right: int, lengths: tuple[int, ...]) -> tuple[Option, ...]:
    return tuple(Option("x" * size, "", number == right) for number, size in enumerate(lengths))


def test_strategies_are_counted_against_chance() -> None:
    several = [question(n, *options(n % 4, (10, 11, 12, 13))) for n in range(8)]
    found = {guess.strategy: guess for guess in guesses(several)}
    assert {name: guess.right for name, guess in found.items()} == dict.fromkeys(guessing.STRATEGIES, 2)
    assert found["the longest option"].expected == 2.0
    assert found["the longest option"].deviation == pytest.approx((8 * 0.25 * 0.75) ** 0.5)
    assert found["the longest option"].excess == 0.0


def test_a_bank_without_a_pattern_is_accepted() -> None:
    several = [question(n, *options(n % 4, (10, 11, 12, 13))) for n in range(40)]
    assert list(guessing.check(Bank(*several))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "lengths", "strategy"),
    [
        pytest.param(None, None, "the longest option", id="the longest is right"),
        pytest.param(0, (10, 10, 10, 10), "the first option", id="the first is right"),
        pytest.param(3, (10, 10, 10, 10), "the last option", id="the last is right"),
    ],
)
def test_a_bank_that_gives_answers_away_is_refused(
    right: int | None, lengths: tuple[int, ...] | None, strategy: str
) -> None:
    several = []
    for number in range(40):
        place = number % 4 if right is None else right
        sizes = lengths or tuple(20 if n == place else 15 for n in range(4))
        several.append(question(number, *options(place, sizes)))
    found = [finding.what for finding in guessing.check(Bank(*several))]  # type: ignore[arg-type]
    assert any(
        what.startswith(f"{strategy} is right in 40 of 40 single questions, by chance 10") for what in found
    )


def test_an_option_that_is_never_right_gives_as_much_away() -> None:
    several = [question(n, *options(1 + n % 3, (13, 10, 11, 12))) for n in range(40)]
    found = [finding.what for finding in guessing.check(Bank(*several))]  # type: ignore[arg-type]
    assert any(what.startswith("the longest option is right in 0 of 40") for what in found)


def test_few_questions_prove_nothing() -> None:
    several = [question(n, *options(0, (10, 10))) for n in range(guessing.FEWEST - 1)]
    assert list(guessing.check(Bank(*several))) == []  # type: ignore[arg-type]


def test_a_right_option_that_stands_out_is_named() -> None:
    alone = question(7, *options(1, (20, 90, 25)))
    (found,) = guessing.check(Bank(alone))  # type: ignore[arg-type]
    assert str(found).startswith(
        "page.yaml:7:1: demo/page/q7: its right option has 90 characters, the longest wrong one 25"
    )


def test_signs_that_nobody_sees_do_not_count() -> None:
    assert length(Option("`a` **b** $\\frac{c}{d}$", "")) == len("a b cd")
