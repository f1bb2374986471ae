"""Exceptions are compared by the slip that they tell of."""

from __future__ import annotations

import pytest

from kb.grader.advice.cause import cause, is_not_finite
from kb.grader.model.outcome import Failure


def raised(message: str, line: int | None = None) -> Failure:
    return Failure("raised", message, line=line)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "IndexError at line 3: index 0 is out of bounds for axis 0 with size 0",
            "IndexError at line 9: list index out of range",
            id="NumPy and a list",
        ),
        pytest.param(
            "ValueError: zero-size array to reduction operation maximum which has no identity",
            "IndexError: max(): Expected reduction dim 0 to have non-zero size, but input.numel() == 0",
            id="NumPy and PyTorch",
        ),
        pytest.param("KeyError at line 3: 17", "KeyError at line 4: 23", id="other numbers"),
        pytest.param("TypeError: at 0x7f12 in f", "TypeError: at 0x9b34 in f", id="other addresses"),
        pytest.param(
            "ValueError: operands could not be broadcast together with shapes (2,) (3,)",
            "RuntimeError: The size of tensor a (2) must match the size of tensor b (3)",
            id="shapes",
        ),
    ],
)
def test_the_same_slip(one: str, other: str) -> None:
    assert cause(raised(one)) == cause(raised(other)) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ValueError: x is not 2-d", "ValueError: k is too large", id="another text"),
        pytest.param("ValueError: no boxes", "TypeError: no boxes", id="another type"),
        pytest.param("NameError: name 'a' is not defined", "NameError: name 'b' is not defined", id="names"),
    ],
)
def test_another_slip(one: str, other: str) -> None:
    assert cause(raised(one)) != cause(raised(other))


def test_an_error_that_is_raised_on_purpose_words_itself() -> None:
    source, other = "def f(x):\n    raise ValueError('no boxes')\n", "raise ValueError('empty')"
    one = cause(raised("ValueError at line 2: no boxes", 2), source)
    assert one == cause(raised("ValueError at line 1: empty", 1), other)
    assert one != cause(raised("ValueError at line 1: empty", 1), "y = x.reshape(3)")


def test_nothing_was_raised() -> None:
    assert cause(Failure("wrong shape", "expected (3,)")) == ""


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure("not finite", "nan at [0]"), True),
        (raised("OverflowError at line 3: math range error"), True),
        (raised("ZeroDivisionError at line 3: float division by zero"), True),
        (raised("ValueError at line 2: math domain error"), True),
        (raised("ValueError at line 2: no boxes"), False),
        (Failure("wrong value", "expected 1, got 2"), False),
    ],
)
def test_infinity_as_an_exception(failure: Failure, expected: bool) -> None:
    assert is_not_finite(failure) is expected
