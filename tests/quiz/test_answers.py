"""From what people type to what they mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kb.quiz.rules.answers import Unclear, printed, quantity, shape
from kb.quiz.rules.answers.letters import ALPHABET, letters, read_one, read_order, read_set
from kb.quiz.rules.keys import KEYS, RATINGS, key, rating


@pytest.mark.parametrize(
    ("line", "unit", "expected"),
    [
        pytest.param("0.25", None, 0.25, id="a decimal"),
        pytest.param(".5", None, 0.5, id="without a leading zero"),
        pytest.param("7.", None, 7.0, id="without decimals"),
        pytest.param(" -3 ", None, -3.0, id="spaces and a sign"),
        pytest.param("−3", None, -3.0, id="a typographic minus"),
        pytest.param("1/7", None, 1 / 7, id="a fraction"),
        pytest.param("-1 / 4", None, -0.25, id="a negative fraction with spaces"),
        pytest.param("25 %", None, 0.25, id="percent of one"),
        pytest.param("25%", "%", 25.0, id="percent where percent are asked"),
        pytest.param("25", "%", 25.0, id="the number alone where percent are asked"),
        pytest.param("3e-4", None, 3e-4, id="scientific"),
        pytest.param("3E+4", None, 3e4, id="scientific with a plus"),
        pytest.param("2 x 10^-3", None, 2e-3, id="times a power of ten"),
        pytest.param("2×10⁻³", None, 2e-3, id="times a raised power of ten"),
        pytest.param("2*10**3", None, 2e3, id="as Python writes it"),
        pytest.param("2^10", None, 1024.0, id="a power"),
        pytest.param("1,000,000", None, 1e6, id="thousands"),
        pytest.param("1_000", None, 1e3, id="thousands as Python writes them"),
        pytest.param("640 pixels", "pixels", 640.0, id="with the unit"),
        pytest.param("640px", "pixels", 640.0, id="with the unit abbreviated"),
        pytest.param("1 pixel", "pixels", 1.0, id="one of the unit"),
        pytest.param("3 MB", "MB", 3.0, id="a unit in capitals"),
        pytest.param("inf", None, math.inf, id="infinite"),
        pytest.param("-∞", None, -math.inf, id="minus infinity as a sign"),
        pytest.param("１２", None, 12.0, id="full-width digits"),
    ],
)
def test_numbers(line: str, unit: str | None, expected: float) -> None:
    assert quantity.read_number(line, unit) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "a",
        "1/0",
        "1 2",
        "1.2.3",
        "--1",
        "3 cats",
        "1e",
        "0x10",
        "5 %%",
        "1e99999",
        "x10^3",
        "½½",
    ],
)
def test_what_is_no_number_is_unclear(line: str) -> None:
    assert isinstance(quantity.read_number(line), Unclear)


def test_another_unit_is_unclear_and_names_the_right_one() -> None:
    found = quantity.read_number("3 GB", "MB")
    assert isinstance(found, Unclear)
    assert "MB" in found.expected


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
def test_any_float_is_read_back(value: float) -> None:
    assert quantity.read_number(repr(value)) == pytest.approx(value, rel=1e-15, abs=5e-324)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_fractions_are_quotients(above: int, below: int) -> None:
    assert quantity.read_number(f"{above}/{below}") == pytest.approx(above / below)


@given(st.text(max_size=40))
def test_any_line_is_a_number_or_unclear(line: str) -> None:
    found = quantity.read_number(line, "px")
    assert isinstance(found, Unclear | float)


@pytest.mark.parametrize(
    ("value", "answer", "tolerance", "expected"),
    [
        pytest.param(0.3, 0.1 + 0.2, 0, True, id="rounding is forgiven"),
        pytest.param(0.35, 0.3, 0.05, True, id="just at the tolerance"),
        pytest.param(0.36, 0.3, 0.05, False, id="just beyond the tolerance"),
        pytest.param(1e-9, 0.0, 0, False, id="small is not zero"),
        pytest.param(2e-12, 1e-12, 0, False, id="twice a tiny number"),
        pytest.param(math.inf, math.inf, 0.1, True, id="infinity is itself"),
        pytest.param(1e308, math.inf, 0.1, False, id="large is not infinite"),
        pytest.param(math.nan, math.nan, 0, True, id="not a number is what was asked"),
        pytest.param(math.nan, 1.0, 10, False, id="not a number is no number"),
        pytest.param(7, 8, 0, False, id="whole numbers"),
    ],
)
def test_close(value: float, answer: float, tolerance: float, expected: bool) -> None:
    assert quantity.close(value, answer, tolerance) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("2x3", (2, 3), id="with a cross"),
        pytest.param("2 × 3", (2, 3), id="with a real cross"),
        pytest.param("(2, 3)", (2, 3), id="a tuple"),
        pytest.param("[2,3]", (2, 3), id="a list"),
        pytest.param("2 3", (2, 3), id="with a space"),
        pytest.param("2*3", (2, 3), id="with a star"),
        pytest.param("torch.Size([2, 3])", (2, 3), id="as PyTorch prints it"),
        pytest.param("5", (5,), id="one axis"),
        pytest.param("(5,)", (5,), id="one axis as Python writes it"),
        pytest.param("()", (), id="a scalar"),
        pytest.param("scalar", (), id="a scalar in a word"),
        pytest.param("0x4", (0, 4), id="an empty axis"),
    ],
)
def test_shapes(line: str, expected: tuple[int, ...]) -> None:
    assert shape.read_shape(line) == expected


@pytest.mark.parametrize("line", ["", "abc", "2x", "x2", "2.5x3", "-1x3", "2xx3", "(2, 3", "2;3", "1 " * 40])
def test_what_is_no_shape_is_unclear(line: str) -> None:
    assert isinstance(shape.read_shape(line), Unclear)


SIZES = st.lists(st.integers(0, 10**6), max_size=6).map(tuple)


@given(SIZES, st.sampled_from(["tuple", "x", "space", "comma"]))
def test_shapes_are_read_back(sizes: tuple[int, ...], how: str) -> None:
    assume(sizes or how == "tuple")
    joined = {"x": "x", "space": " ", "comma": ", "}.get(how, "").join(map(str, sizes))
    assert shape.read_shape(str(sizes) if how == "tuple" else joined) == sizes


@given(SIZES, SIZES)
def test_a_wrong_rank_and_a_wrong_size_are_told_apart(
    given_: tuple[int, ...], right: tuple[int, ...]
) -> None:
    assume(given_ != right)
    told = shape.difference(given_, right)
    assert ("off" in told) == (len(given_) != len(right))
    if len(given_) == len(right):
        off = [axis for axis, pair in enumerate(zip(given_, right, strict=True)) if pair[0] != pair[1]]
        assert all(f"axis {axis} is {right[axis]}, not {given_[axis]}" in told for axis in off)


def test_no_option_has_the_letter_of_a_key() -> None:
    assert not set(ALPHABET) & (set(KEYS) | {"g", "y", "n"})
    assert len(set(ALPHABET)) == len(ALPHABET)
    with pytest.raises(ValueError, match="at most 20"):
        letters(len(ALPHABET) + 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("b", {1}),
        ("BD", {1, 3}),
        ("b, d", {1, 3}),
        ("b and d", {1, 3}),
        ("none", set()),
        ("all", {0, 1, 2, 3}),
    ],
)
def test_sets_of_letters(line: str, expected: set[int]) -> None:
    assert read_set(line, 4) == expected


@pytest.mark.parametrize("line", ["", "e", "1", "b?", "x", "ab!"])
def test_other_characters_are_no_letters(line: str) -> None:
    assert isinstance(read_set(line, 4), Unclear)
    assert isinstance(read_one(line, 4), Unclear)


@pytest.mark.parametrize(("line", "expected"), [("c", 2), ("C)", 2), ("cc", 2)])
def test_one_letter(line: str, expected: int) -> None:
    assert read_one(line, 3) == expected


def test_two_letters_are_not_one() -> None:
    assert isinstance(read_one("ab", 3), Unclear)


@given(st.permutations(range(6)), st.sampled_from(["", " ", ", ", " > ", " -> "]))
def test_orders_are_read_back(order: list[int], between: str) -> None:
    assert read_order(between.join(letters(6)[place] for place in order), 6) == tuple(order)


@pytest.mark.parametrize("line", ["abc", "abcdd", "aabc", "", "abce"])
def test_an_order_has_every_letter_once(line: str) -> None:
    assert isinstance(read_order(line, 4), Unclear)


@pytest.mark.parametrize(
    ("given_", "printed_", "expected"),
    [
        pytest.param("[1,2]", "[1, 2]", True, id="spaces after a comma"),
        pytest.param("[ 1.  2.]", "[1. 2.]", True, id="spaces of NumPy"),
        pytest.param("[12]", "[1 2]", False, id="a space between two numbers counts"),
        pytest.param("a\nb", "a\nb\n", True, id="the last newline"),
        pytest.param("a b", "a\nb", False, id="two lines are not one"),
        pytest.param("true", "True", False, id="case counts"),
        pytest.param("{'a':1}", "{'a': 1}", True, id="a dictionary"),
    ],
)
def test_printed_lines(given_: str, printed_: str, expected: bool) -> None:
    assert printed.same(given_, printed_) is expected


def test_a_space_in_front_makes_an_answer_of_a_key() -> None:
    assert key("h") == "hint"
    assert key(" h") is None
    assert rating("GOOD") == RATINGS["good"]
    assert rating(" good") is None
