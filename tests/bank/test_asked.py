"""Numbers are drawn, texts filled in, answers and wrong values computed; the same seed asks the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bank.compute.draw import draw, with_values
from kb.bank.compute.evaluate import EvaluationError
from kb.bank.decode.read import read_page
from kb.bank.model.braces import fill, used
from kb.bank.model.question import Numeric, Question, Shape
from kb.bank.model.shapes import format_shape, parse_shape

Write = Callable[[str, str | bytes], Path]
Examples = dict[str, str]


@pytest.fixture
def question(write: Write, examples: Examples) -> Callable[..., Question]:
    """The question of an example, after some of its text was replaced."""

    def read(kind: str, *replaced: tuple[str, str]) -> Question:
        text = examples[kind]
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return read_page(write("detection/area.yaml", text))[0]

    return read


Read = Callable[..., Question]


def test_a_drawn_question(question: Read) -> None:
    asked = with_values(question("drawn"), {"w": 3.5, "h": 4})
    assert isinstance(asked, Numeric)
    assert asked.prompt == "A box of 3.5 by 4. What is its area?"
    assert asked.why == "It is 3.5 times 4."
    assert asked.hints == ("Not 3.5 plus 4.",)
    assert asked.answer == 14.0
    assert [(wrong.value, wrong.why, wrong.compute) for wrong in asked.wrong] == [
        (7.5, "That is 3.5 plus 4.", None)
    ]
    assert (asked.variables, asked.compute) == ((), None)
    assert (asked.id, asked.rev, asked.location) == (question("drawn").id, 1, question("drawn").location)


def test_the_same_seed_draws_the_same(question: Read) -> None:
    whole = question("drawn")
    first = [draw(whole, random.Random(seed)) for seed in range(40)]
    assert first == [draw(whole, random.Random(seed)) for seed in range(40)]
    assert len({asked.prompt for asked in first}) > 8  # of 18


def test_every_value_can_be_drawn(question: Read) -> None:
    whole = question("drawn")
    rng = random.Random(5)
    every = [{"w": w, "h": h} for w in (2, 3.5) for h in range(1, 10)]
    drawn = {draw(whole, rng).prompt for _ in range(600)}
    assert drawn == {with_values(whole, values).prompt for values in every}
    assert len(drawn) == 2 * 9


def test_a_drawn_question_is_asked_as_it_is(question: Read) -> None:
    asked = draw(question("drawn"), random.Random(1))
    assert draw(asked, random.Random(2)) == asked


@pytest.mark.parametrize("kind", ["single", "multiple", "order", "predict", "bug", "open"])
def test_other_kinds_come_back_as_they_are(question: Read, kind: str) -> None:
    whole = question(kind)
    assert draw(whole, random.Random(1)) is whole


def test_a_fixed_answer_stays_and_wrong_values_are_computed(question: Read) -> None:
    asked = draw(question("numeric", ("2 * 0.25", "2 * 0.4")), random.Random(1))
    assert isinstance(asked, Numeric)
    assert (asked.answer, asked.compute) == (0.25, "1 / 4")
    assert [wrong.value for wrong in asked.wrong] == [0.5, 0.8]


def test_a_wrong_value_that_is_right_or_twice_is_left_out(question: Read) -> None:
    more = "      - why: Again.\n        compute: h + w\n      - why: Fixed.\n        value: 4\n"
    whole = question("drawn", ("        compute: w + h\n", "        compute: w + h\n" + more))
    right = with_values(whole, {"w": 2, "h": 2})  # 2 * 2 == 2 + 2
    assert isinstance(right, Numeric)
    assert (right.answer, right.wrong) == (4, ())
    other = with_values(whole, {"w": 2, "h": 3})
    assert isinstance(other, Numeric)
    assert [(wrong.value, wrong.why) for wrong in other.wrong] == [(5, "That is 2 plus 3."), (4, "Fixed.")]


def test_a_drawn_shape(question: Read) -> None:
    changes = [
        ("kind: numeric", "kind: shape"),
        ("compute: w * h", "compute: np.zeros((h, int(w))).T.shape"),
        ("compute: w + h", "compute: (h, int(w))"),
    ]
    asked = with_values(question("drawn", *changes), {"w": 2, "h": 7})
    assert isinstance(asked, Shape)
    assert (asked.answer, [wrong.value for wrong in asked.wrong]) == ("2x7", ["7x2"])
    square = with_values(question("drawn", *changes), {"w": 2, "h": 2})
    assert isinstance(square, Shape)
    assert (square.answer, square.wrong) == ("2x2", ())


def test_lists_are_written_as_in_python(question: Read) -> None:
    changes = [
        ("w: [2, 3.5]", "w: [[[0, 0, 2, 2.5], [1, 1, 3, 3]]]"),
        ("w * h", "np.array(w)[0, 3] * h"),
        ("w + h", "h"),
    ]
    asked = with_values(question("drawn", *changes), {"w": ((0, 0, 2, 2.5), (1, 1, 3, 3)), "h": 2})
    assert isinstance(asked, Numeric)
    assert asked.prompt.startswith("A box of [[0, 0, 2, 2.5], [1, 1, 3, 3]] by 2.")
    assert asked.answer == 5.0
    assert type(asked.answer) is float


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        ("w / (h - 4)", "ZeroDivisionError"),
        ("np.log(h - 4)", "-inf is not a finite number for w = 2, h = 4"),
        ("np.array([w, h])", r"an array of shape \(2,\) is not a number for w = 2, h = 4"),
        ("(w, h)", "a value of type tuple is not a number"),
        ("w > h", "a value of type bool is not a number"),
    ],
)
def test_an_answer_that_is_none(question: Read, compute: str, reason: str) -> None:
    whole = question("drawn", ("compute: w * h", f"compute: {compute}"))
    with pytest.raises(EvaluationError, match=reason):
        with_values(whole, {"w": 2, "h": 4})


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        ("w * h", "a value of type int is not a shape; take .shape, or write a tuple"),
        ("(w, h / 2)", r"\(2, 2.0\) is not a shape"),
        ("(w, -h)", r"\(2, -4\) is not a shape"),
        ("np.ones(w)", "a value of type ndarray is not a shape"),
    ],
)
def test_a_shape_that_is_none(question: Read, compute: str, reason: str) -> None:
    changes = [("kind: numeric", "kind: shape"), ("compute: w * h", f"compute: {compute}")]
    whole = question("drawn", *changes, ("compute: w + h", "compute: (h,)"))
    with pytest.raises(EvaluationError, match=reason):
        with_values(whole, {"w": 2, "h": 4})


def test_filling() -> None:
    text = r"{{a}} of {{ b }}, {{c}}, $\frac{a}{{b}}$ and {a}"
    assert used(text) == ["a", "b", "c", "b"]
    assert fill(text, {"a": 1, "b": True}) == r"1 of True, {{c}}, $\fracTrue$ and {a}".replace(
        "True$", "{a}True$"
    )
    assert fill("{{a}}", {"a": r"\1 \g<0>"}) == r"\1 \g<0>"


# Shapes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x3", (2, 3)),
        ("2 x 3", (2, 3)),
        ("2X3", (2, 3)),
        ("2×3×5", (2, 3, 5)),
        ("2*3", (2, 3)),
        ("(2, 3)", (2, 3)),
        ("[2, 3]", (2, 3)),
        ("2, 3", (2, 3)),
        (" ( 2,3 ) ", (2, 3)),
        ("(5,)", (5,)),
        ("5,", (5,)),
        ("(5)", (5,)),
        ("5", (5,)),
        ("0x4", (0, 4)),
        ("()", ()),
        ("[ ]", ()),
        ("1x" * 31 + "1", (1,) * 32),
    ],
)
def test_shapes(text: str, expected: tuple[int, ...]) -> None:
    assert parse_shape(text) == expected


NO_SHAPES = (
    *(
        "",
        " ",
        "x",
        "2x",
        "x3",
        "2xx3",
        "2,,3",
        "(2, 3",
        "2, 3)",
        "(2, 3]",
        "(,)",
        "2.0x3",
        "-2x3",
        "+2",
        "2 3",
    ),
    *("NxC", "²x3", "٣x2", "1e3", "2x3\n4", "(2, 3,)", "((2, 3))", "9" * 13, "1x" * 32 + "1", "x" * 10_000),
)


@pytest.mark.parametrize("text", NO_SHAPES)
def test_no_shapes(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"is not a shape; write it like 2x3, \(2, 3\), \(5,\) or \(\)"
    ) as caught:
        parse_shape(text)
    assert len(str(caught.value)) < 140


@given(st.lists(st.integers(0, 10**9), max_size=6).map(tuple))
def test_a_shape_as_text_and_back(shape: tuple[int, ...]) -> None:
    assert parse_shape(format_shape(shape)) == shape
    assert parse_shape(str(shape)) == shape
    assert parse_shape(str(list(shape))) == shape
