"""What counts as equal, and what is said when it is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kb.grader.compare import check, precision_of
from kb.grader.outcome import Failure

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
        pytest.param([F, 3.0], (F, np.asarray(3.0)), id="a list where a tuple of results is asked"),
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
