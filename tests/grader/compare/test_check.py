"""What counts as equal, and what is said when it is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kb.grader.compare.arrays import expectation, precision_of
from kb.grader.compare.check import check
from kb.grader.model.outcome import Failure

F = np.array([1.0, 2.0])
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        pytest.param(F, F, id="an array"),
        pytest.param([1.0, 2.0], F, id="a list"),
        pytest.param((1.0, 2.0), F, id="a tuple where an array is asked"),
        pytest.param([1, 2], F, id="plain integers stand for floats"),
        pytest.param([np.array(1.0), np.array(2.0)], F, id="a list of scalars of the library"),
        pytest.param([[1.0], [2.0]], np.array([[1.0], [2.0]]), id="nested lists"),
        pytest.param([F, F], np.stack([F, F]), id="a list of rows"),
        pytest.param(F.astype(np.float32), F, id="float32 for float64"),
        pytest.param([], np.zeros(0), id="an empty list, floats asked"),
        pytest.param([], np.zeros(0, np.int64), id="an empty list, integers asked"),
        pytest.param(np.array([2, 0], np.int32), np.array([2, 0]), id="any width of integer"),
        pytest.param(np.array([2, 0], np.uint8), np.array([2, 0]), id="unsigned integers"),
        pytest.param(np.array([1.0 + 5e-10, 2.0]), F, id="within the tolerance"),
        pytest.param(np.array([NAN, INF]), np.array([NAN, INF]), id="NaN and infinity where they belong"),
        pytest.param(3, np.asarray(3.0), id="a number"),
        pytest.param(np.asarray(3), np.asarray(3.0), id="an integer of the library stands for a float"),
        pytest.param(
            (np.asarray(0), 0.5), (np.asarray(0.0), np.asarray(0.5)), id="also as one of several results"
        ),
        pytest.param([F, 3.0], (F, np.asarray(3.0)), id="a list where a tuple of results is asked"),
        pytest.param(None, None, id="None where None is expected"),
        pytest.param("min", "min", id="a text where that text is expected"),
        pytest.param(True, np.asarray(True), id="a bool"),
        pytest.param(np.asarray(True), np.asarray(True), id="a bool of the library"),
        pytest.param(NAN, np.asarray(NAN), id="NaN as a number"),
        pytest.param((5, 2), (np.asarray(5), np.asarray(2)), id="a tuple of integers"),
        pytest.param([5, 2], (np.asarray(5), np.asarray(2)), id="a list where a tuple of integers is asked"),
        pytest.param(np.array([5, 2]), (np.asarray(5), np.asarray(2)), id="an array for several numbers"),
        pytest.param(
            [F, 0.5, [3, 4]], (F, np.asarray(0.5), (np.asarray(3), np.asarray(4))), id="a tuple in a tuple"
        ),
        pytest.param([[F, [1]], (F, (2,))], ((F, np.array([1])), (F, np.array([2]))), id="pairs of arrays"),
    ],
)
def test_accepted(got: Any, expected: Any) -> None:
    check(got, expected, "float64")


@pytest.mark.parametrize(
    ("got", "expected", "outcome", "message"),
    [
        pytest.param(
            None,
            F,
            "wrong type",
            "expected an array, got None; is a `return` missing?",
            id="nothing returned",
        ),
        pytest.param("1, 2", F, "wrong type", "expected numbers, got str", id="text"),
        pytest.param([1.0, "2"], F, "wrong type", "expected numbers, got list", id="text inside"),
        pytest.param(
            [[1.0], [1.0, 2.0]], F, "wrong shape", "the rows of the list differ in length", id="ragged"
        ),
        pytest.param(F[None], F, "wrong shape", "expected the shape (2,), got (1, 2)", id="an axis too many"),
        pytest.param(
            [1.0], np.asarray(1.0), "wrong shape", "expected the shape (), got (1,)", id="not a scalar"
        ),
        pytest.param(
            [],
            np.zeros((0, 4)),
            "wrong shape",
            "expected the shape (0, 4), got (0,)",
            id="empty without axes",
        ),
        pytest.param(
            F.astype(int), F, "wrong dtype", "expected float values, got int64", id="integers for floats"
        ),
        pytest.param(
            np.zeros(0),
            np.zeros(0, np.int64),
            "wrong dtype",
            "expected integer values, got float64; an empty array needs a dtype too",
            id="an empty float array for indices",
        ),
        pytest.param(
            [2.0, 0.0],
            np.array([2, 0]),
            "wrong dtype",
            "expected integer values, got float64",
            id="float indices",
        ),
        pytest.param(
            np.asarray(True),
            np.asarray(1.0),
            "wrong dtype",
            "expected float values, got bool",
            id="a bool of the library for a float",
        ),
        pytest.param(
            np.asarray(3), np.asarray(3.5), "wrong value", "expected 3.5, got 3", id="an integer, cut off"
        ),
        pytest.param(
            np.array([True]),
            np.array([1]),
            "wrong dtype",
            "expected integer values, got bool",
            id="a mask for indices",
        ),
        pytest.param([1.0, NAN], F, "not finite", "nan at [1], expected 2", id="NaN"),
        pytest.param([INF, 2.0], F, "not finite", "inf at [0], expected 1", id="infinity"),
        pytest.param(
            [1.0, 2.5], F, "wrong value", "expected 2 at [1], got 2.5; 1 of 2 values differ", id="a value"
        ),
        pytest.param(
            [1.0, 2.0 + 1e-8],
            F,
            "wrong value",
            "expected 2 at [1], got 2.00000001; 1 of 2 values differ",
            id="beyond the tolerance of float64",
        ),
        pytest.param(4.0, np.asarray(3.0), "wrong value", "expected 3, got 4", id="a number"),
        pytest.param(
            np.array([0.0, 2.0]),
            np.array([-INF, 2.0]),
            "wrong value",
            "expected -inf at [0], got 0; 1 of 2 values differ",
            id="no infinity where one belongs",
        ),
        pytest.param(
            F, (F, F), "wrong type", "expected 2 results as a tuple, got one ndarray", id="one result of two"
        ),
        pytest.param(
            (F, F, F), (F, F), "wrong type", "expected 2 results as a tuple, got 3", id="three results of two"
        ),
        pytest.param(0.5, None, "wrong value", "expected None, got 0.5", id="a number for None"),
        pytest.param(
            None, "min", "wrong value", "expected 'min', got None", id="None where a text is expected"
        ),
        pytest.param("max", "min", "wrong value", "expected 'min', got 'max'", id="another text"),
        pytest.param(
            1,
            np.asarray(True),
            "wrong dtype",
            "expected bool values, got int64",
            id="1 where True is expected",
        ),
        pytest.param(
            True,
            np.asarray(1),
            "wrong dtype",
            "expected integer values, got bool",
            id="True where 1 is expected",
        ),
        pytest.param(
            5.0,
            np.asarray(5),
            "wrong dtype",
            "expected integer values, got float64",
            id="5.0 where 5 is expected",
        ),
        pytest.param(
            1 << 100, np.asarray(5), "wrong dtype", "expected integer values, got object", id="a huge integer"
        ),
        pytest.param(0.0, np.asarray(NAN), "wrong value", "expected nan, got 0", id="a number for NaN"),
        pytest.param(
            (F, 0.5, (3, 4.0)),
            (F, np.asarray(0.5), (np.asarray(3), np.asarray(4))),
            "wrong dtype",
            "result 2: result 1: expected integer values, got float64",
            id="in a tuple in a tuple",
        ),
        pytest.param(
            (F, 0.5, 3),
            (F, np.asarray(0.5), (np.asarray(3), np.asarray(4))),
            "wrong type",
            "result 2: expected 2 results as a tuple, got one int",
            id="a number for a tuple in a tuple",
        ),
        pytest.param(
            np.array([5.0, 2.0]),
            (np.asarray(5), np.asarray(2)),
            "wrong dtype",
            "result 0: expected integer values, got float64",
            id="a float array for several integers",
        ),
        pytest.param(
            np.array([5, 2, 1]),
            (np.asarray(5), np.asarray(2)),
            "wrong type",
            "expected 2 results as a tuple, got 3",
            id="an array of too many numbers",
        ),
        pytest.param(
            (F, [1.0]),
            (F, F),
            "wrong shape",
            "result 1: expected the shape (2,), got (1,)",
            id="the second result",
        ),
    ],
)
def test_rejected(got: Any, expected: Any, outcome: str, message: str) -> None:
    with pytest.raises(Failure) as failure:
        check(got, expected, "float64")
    assert (failure.value.outcome, failure.value.message) == (outcome, message)


def test_the_tolerance_is_that_of_the_lower_precision() -> None:
    slightly_off = np.array([1.0 + 1e-5, 2.0])
    check(slightly_off, F, "float32")
    check(slightly_off.astype(np.float32), F, "float64")
    with pytest.raises(Failure):
        check(slightly_off, F, "float64")
    with pytest.raises(Failure):
        check(np.array([1.0 + 1e-4, 2.0]), F, "float32")


def test_the_device_is_a_part_of_the_tolerance() -> None:
    slightly_off = (F * (1 + 4e-5)).astype(np.float32)
    check(slightly_off, F, "float32", device="cuda")
    check(slightly_off, F, "float64", device="mps")
    with pytest.raises(Failure):
        check(slightly_off, F, "float32")


def test_exact_takes_nan_for_nan() -> None:
    check(np.array([NAN, 1.0]), np.array([NAN, 1.0]), "float64", exact=True)
    for got in ([1.0, NAN], [NAN, NAN], [0.0, 1.0]):
        with pytest.raises(Failure):
            check(np.array(got), np.array([NAN, 1.0]), "float64", exact=True)


@pytest.mark.parametrize(
    ("expected", "form"),
    [
        pytest.param([], np.zeros(0, np.int64), id="an empty list"),
        pytest.param([1, 2], np.array([1, 2]), id="integers"),
        pytest.param([(1, 2), (3, 4)], np.array([[1, 2], [3, 4]]), id="pairs of numbers are rows"),
        pytest.param((1, 0.5), (np.asarray(1), np.asarray(0.5)), id="a tuple"),
        pytest.param([[1], [2, 3]], (np.array([1]), np.array([2, 3])), id="rows of different lengths"),
        pytest.param([None, 1], (None, np.asarray(1)), id="with None"),
        pytest.param(["a", "b"], ("a", "b"), id="texts"),
        pytest.param([(F, F), (F, F)], ((F, F), (F, F)), id="pairs of arrays"),
    ],
)
def test_what_is_expected_has_one_form(expected: Any, form: Any) -> None:
    def identical(one: Any, other: Any) -> bool:
        if isinstance(other, tuple):
            return isinstance(one, tuple) and len(one) == len(other) and all(map(identical, one, other))
        if isinstance(other, np.ndarray):
            return one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
        return bool(one == other)

    assert identical(expectation(expected), form)


def test_a_million_plain_numbers_are_still_plain() -> None:
    """0 stands for 0.0 in them, but not in a list of the library's integers."""
    check([[0] * 1000] * 1000, np.zeros((1000, 1000)), "float64")
    with pytest.raises(Failure, match="expected float values"):
        check([[0, 0], [0, np.asarray(0)]], np.zeros((2, 2)), "float64")


def test_exact_has_no_tolerance() -> None:
    with pytest.raises(Failure):
        check(np.array([1.0 + 1e-12, 2.0]), F, "float64", exact=True)


def test_scale_widens_the_absolute_tolerance_only() -> None:
    check(np.array([1.0 + 1e-6, 2.0]), F, "float64", scale=1e4)
    with pytest.raises(Failure):
        check(np.array([1.0 + 1e-5, 2.0]), F, "float64", scale=1e4)


def test_precision_is_the_lowest_among_the_inputs() -> None:
    assert precision_of([1, np.zeros(2), np.zeros(2, np.float32)]) == "float32"
    assert precision_of([1, np.zeros(2, np.int64)]) == "float64"


def test_the_first_difference_and_the_largest_error() -> None:
    with pytest.raises(Failure) as failure:
        check(np.array([[1.0, 2.0], [3.5, 9.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), "float64")
    difference = failure.value.difference
    assert difference is not None
    assert (difference.first, difference.max_error) == ((1, 0), 5.0)
    assert (difference.expected, difference.got) == ("[[1, 2], [3, 4]]", "[[1, 2], [3.5, 9]]")
