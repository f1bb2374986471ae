"""The kind of a difference: told where it explains every failing call, and of nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kb.bank.model.question import CORE
from kb.grader.advice.difference.find import find
from kb.grader.compare.arrays import expectation
from kb.grader.model.outcome import Failure
from kb.grader.model.verdict import Difference
from kb.grader.process.calls import Call, Observed
from kb.grader.process.checked import Agrees, Check, Evidence, HasShape, Raises

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(3, 5)), RNG.normal(size=(4, 7))
POSITIVE, ALSO = np.abs(X) + 0.25, np.abs(Y) + 0.25


def decided(check: Check, observed: Observed, test: str = "test") -> Evidence:
    """The failure of a call that a case decided against."""
    failure = observed.failure or check.judge(observed)
    assert failure is not None, "this result is right"
    return Evidence(failure, check.call, observed, check, test)


def wrong(got: Any, expected: Any, arguments: tuple[Any, ...] = (), **options: Any) -> Evidence:
    call = Call(arguments)
    return decided(Agrees(call, expectation(expected), options=options), Observed(value=got))


def right(*arguments: Any, **named: Any) -> Check:
    return Agrees(Call(arguments, named), np.asarray(1.0))


def kind(failures: Sequence[Evidence], checks: Sequence[Check] = (), **more: Any) -> str | None:
    found = find(failures, checks, **more)
    return None if found is None else found.kind


def text(failures: Sequence[Evidence], checks: Sequence[Check] = (), **more: Any) -> str:
    found = find(failures, checks, **more)
    assert isinstance(found, Difference)
    return found.text


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        pytest.param(lambda x: -x, "the expected value with the opposite sign", id="sign"),
        pytest.param(lambda x: 2 * x, "2 times the expected value", id="twice"),
        pytest.param(lambda x: x / 2, "half of the expected value", id="half"),
        pytest.param(
            lambda x: x * math.pi / 180, "π/180 times the expected value (degrees or radians)", id="degrees"
        ),
        pytest.param(lambda x: 3.7 * x, "3.7 times the expected value", id="any factor"),
        pytest.param(lambda x: x + 1, "the expected value plus 1", id="one more"),
        pytest.param(lambda x: x - 0.3, "the expected value minus 0.3", id="less"),
        pytest.param(lambda x: 1 - x, "1 minus the expected value", id="complement"),
        pytest.param(lambda x: 1 / x, "1 divided by the expected value", id="reciprocal"),
        pytest.param(np.square, "the square of the expected value", id="squared"),
        pytest.param(np.sqrt, "the square root of the expected value", id="root"),
        pytest.param(np.log, "the logarithm of the expected value", id="logarithm"),
        pytest.param(np.exp, "the exponential of the expected value", id="exponential"),
        pytest.param(
            lambda x: np.round(x, 2), "the expected value, rounded to 2 decimal places", id="rounded"
        ),
        pytest.param(np.transpose, "the transpose of the expected value", id="transposed"),
        pytest.param(lambda x: x[::-1], "the right values, reversed along the first axis", id="upside down"),
        pytest.param(
            lambda x: np.roll(x, 1, 1),
            "the right values, one place too late along the second axis",
            id="late",
        ),
        pytest.param(
            lambda x: np.roll(x, -1, 0), "the right values, one place too early along the first", id="early"
        ),
        pytest.param(
            lambda x: x[[1, 0, *range(2, len(x))]], "the right rows in a different order", id="rows"
        ),
        pytest.param(
            lambda x: np.sort(x, axis=None).reshape(x.shape),
            "the right values in different places",
            id="order",
        ),
        pytest.param(lambda x: np.full_like(x, 0.5), "0.5, whatever is expected", id="constant"),
        pytest.param(lambda x: np.full_like(x, x[0, 0]), "the same value everywhere", id="one value"),
        pytest.param(
            lambda x: np.repeat(x[:1] + 0.01, len(x), 0),
            "the same along the first axis",
            id="every row the same",
        ),
        pytest.param(lambda x: np.full_like(x, np.nan), "nan, whatever is expected", id="NaN"),
        pytest.param(
            lambda x: np.where(np.arange(x.shape[1]) == 2, x + 1 + x**2, x),
            "wrong only at index 2",
            id="a column",
        ),
        pytest.param(
            lambda x: np.where(np.arange(len(x))[:, None] == len(x) - 1, x + 1 + x**2, x),
            "wrong only at index -1 of the first axis",
            id="the last row",
        ),
        pytest.param(lambda x: x + x**4, "too large wherever it is wrong, never too small", id="too large"),
        pytest.param(lambda x: x - x**4, "too small wherever it is wrong, never too large", id="too small"),
        pytest.param(
            lambda x: x.astype(np.float32).astype(np.float64),
            "right to float32 only",
            id="float32 at the end",
        ),
        pytest.param(
            lambda x: (x / 3).astype(np.float32).astype(float) * 3.0,
            "right to float32 only",
            id="float32 on the way",
        ),
    ],
)
def test_of_values(function: Callable[[np.ndarray], np.ndarray], expected: str) -> None:
    found = text([wrong(function(x), x) for x in (POSITIVE, ALSO)])
    assert found.startswith(expected)
    assert found.endswith("in both failing calls.")


def test_clipped() -> None:
    found = text([wrong(np.clip(x, -0.8, 0.9), x) for x in (X, Y)])
    assert found.startswith("the expected value, clipped to -0.8 .. 0.9")
    assert text([wrong(np.maximum(x, 0), x) for x in (X, Y)]).startswith(
        "the expected value, but never below 0"
    )


def test_the_length_of_an_axis() -> None:
    """A sum instead of a mean: another factor in each call."""
    failures = [wrong(x.sum(axis=0), x.mean(axis=0), (x,)) for x in (X, Y)]
    assert text(failures).startswith(
        "N, where N is the length of axis 0 of the first array, times the expected value"
    )


def test_axes_of_three() -> None:
    x = RNG.normal(size=(2, 3, 5))
    assert text([wrong(x.transpose(1, 0, 2), x)]).startswith(
        "the expected value with its axes in the order (1, 0, 2)"
    )


def test_index_lists() -> None:
    more = [wrong(np.array([2, 0, 1]), [2, 1]), wrong(np.array([4, 3]), [4])]
    fewer = [wrong(np.array([2]), [2, 1]), wrong(np.array([4, 3]), [4, 1, 3])]
    assert text(more).startswith("everything that is expected, and more")
    assert text(fewer).startswith("only a part of the expected values")
    assert kind([more[0], fewer[0]]) is None


def test_flags() -> None:
    masks = RNG.random((2, 12)) < 0.5
    loose = [wrong(mask | (RNG.random(12) < 0.7), mask) for mask in masks]
    assert text(loose).startswith("True where False is expected, never the other way")


def test_one_of_several_results() -> None:
    failures = [wrong((x, x**3 + x), (x, x)) for x in (X, Y)]
    failures += [wrong((Y, -Y), (Y, Y))]
    assert text(failures).startswith("only the second of the 2 results is wrong")


@pytest.mark.parametrize(
    ("got", "told"),
    [
        pytest.param([(5, 3), (7, 4)], "the right axis lengths in a different order", id="exchanged"),
        pytest.param([(3, 5, 1), (4, 7, 1)], "the right shape with one more axis of length 1", id="added"),
        pytest.param([(15,), (28,)], "all values in one axis", id="flat"),
        pytest.param([(3, 6), (4, 8)], "the second axis is 1 too long", id="one longer"),
        pytest.param([(2, 5), (3, 7)], "the first axis is 1 too short", id="one shorter"),
        pytest.param([(3, 9), (4, 8)], "longer than expected, never shorter", id="longer"),
    ],
)
def test_of_shapes(got: list[tuple[int, ...]], told: str) -> None:
    failures = [
        decided(HasShape(Call(()), wanted, "float"), Observed(value=np.zeros(came)))
        for came, wanted in zip(got, [(3, 5), (4, 7)], strict=True)
    ]
    assert text(failures).startswith(told)


def raised(message: str, line: int, arguments: tuple[Any, ...] = ()) -> Failure:
    return decided(right(*arguments), Observed(failure=Failure("raised", message, line=line)))


def test_one_exception() -> None:
    one, other = raised("IndexError at line 4: index 3", 4), raised("IndexError at line 4: index 8", 4)
    assert text([one, other]) == "the same IndexError at line 4, in both failing calls."
    assert text([one, raised("KeyError at line 4: 1", 4)]).startswith("an exception at line 4")
    assert text([one, raised("IndexError at line 5: index 3", 5)]).startswith("always an IndexError, ")
    assert kind([one, raised("KeyError at line 5: 1", 5)]) is None
    assert kind([one, wrong(3.0, 1.0)]) is None


def test_weights_that_do_not_fit() -> None:
    def unfit(what: str) -> Evidence:
        message = f"the weights do not fit: {what}"
        return decided(right(), Observed(failure=Failure("wrong shape", message)))

    one = unfit("conv1.weight has the shape (8, 3, 4, 4), expected (8, 3, 3, 3); bn1.bias is missing")
    other = unfit("conv1.weight has the shape (2, 2, 4, 4), expected (2, 2, 3, 3)")
    assert text([one, other]).startswith("`conv1.weight` of the module does not fit")
    assert kind([other, unfit("bn1.bias is missing")]) is None


def test_no_error_where_one_is_expected() -> None:
    failures = [decided(Raises(Call((n,)), "ValueError"), Observed(value=n)) for n in (1, 2)]
    assert text(failures).startswith("no ValueError where one is expected")


def test_no_gradient() -> None:
    """The worker says itself that nothing leads back to the input."""
    call = Call((X,), cotangent=X)
    failure = Failure("wrong gradient", "the result does not depend on argument 1")
    failures = [decided(Agrees(call, X), Observed(failure=failure)) for _ in range(2)]
    assert text(failures).startswith("no gradient reaches the input")


# What holds for the inputs of all failing calls, and for none of the others.

PASSED = [right(RNG.normal(size=(n, 3)), 1) for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param([(np.zeros((0, 3)), 1)], "an input is empty", id="empty"),
        pytest.param([(np.full((2, 3), np.nan), 1)], "an input contains NaN", id="NaN"),
        pytest.param([(np.full((2, 3), np.inf), 1)], "an input contains infinities", id="infinities"),
        pytest.param([(X[:, :3].astype(np.float32), 1)], "an input is float32", id="precision"),
        pytest.param([(X[:, ::2], 1)], "an input is not contiguous", id="strided"),
        pytest.param([(X[:, :3].copy(), 2), (Y[:, :3].copy(), 2)], "`stride` is 2", id="an argument"),
        pytest.param([(X[:, :3].copy(), 2), (Y[:, :3].copy(), 3)], "`stride` is not 1", id="several values"),
        pytest.param(
            [(RNG.normal(size=(n, 3)), 1) for n in (6, 9)],
            "the length of the first axis of `x` is 6 or more",
            id="long",
        ),
    ],
)
def test_of_inputs(arguments: list[tuple[Any, ...]], told: str) -> None:
    failures = [wrong(float(RNG.normal()), 1.0, given) for given in arguments]
    found = text(failures, PASSED, names=("x", "stride"))
    assert found.startswith(f"wrong only where {told}: in ")
    assert found.endswith("and in none of the 4 that are right.")


def test_an_input_that_is_right_elsewhere_explains_nothing() -> None:
    failures = [wrong(3.0, 1.0, (np.zeros((0, 3)), 1))]
    assert kind(failures, [*PASSED, right(np.zeros((0, 3)), 1)], names=("x", "stride")) is None


def test_one_call_is_no_evidence_for_an_ordinary_argument() -> None:
    assert kind([wrong(3.0, 1.0, (X[:, :3].copy(), 2))], PASSED, names=("x", "stride")) is None


def test_nothing_is_said_of_inputs_where_tests_were_not_run() -> None:
    assert kind([wrong(3.0, 1.0, (np.zeros((0, 3)), 1))], PASSED, whole=False) is None


def test_of_one_edge() -> None:
    failures = [wrong(3.0, 1.0), wrong(5.0, 1.0)]
    failures = [
        replace(failure, test=f"test_ties[{case}]") for failure, case in zip(failures, "ab", strict=True)
    ]

    def part(test: str) -> str:
        return "ties" if test.startswith("test_ties") else CORE

    assert text(failures, part=part) == "wrong only in the cases of one edge: ties."
    failures[0] = replace(failures[0], test="test_shape")
    assert kind(failures, part=part) is None


# Nothing is told without evidence.


@pytest.mark.parametrize("seed", range(20))
def test_random_values_are_of_no_kind(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = [rng.normal(size=(n, 3)) for n in (2, 5, 3)]
    failures = [wrong(rng.normal(size=x.shape), x, (x, 1)) for x in given]
    assert kind(failures, PASSED, names=("x", "stride")) is None


@pytest.mark.parametrize("seed", range(20))
def test_random_small_numbers_are_of_no_kind(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = [(rng.integers(0, 5, 6), rng.integers(0, 5, 6)) for _ in range(4)]
    assert kind([wrong(a, b) for a, b in pairs if (a != b).any()]) is None


def test_what_explains_all_calls_but_one_is_not_told() -> None:
    assert kind([wrong(2 * X, X), wrong(2 * Y, Y)]) == "scaled"
    assert kind([wrong(2 * X, X), wrong(2 * Y, Y), wrong(X**3 - 7 * X, X)]) is None


def test_one_number_has_a_factor_with_anything() -> None:
    assert kind([wrong(2.0, 1.0)]) is None
    assert kind([wrong(3.1, 1.0), wrong(3.1, 1.0)]) != "scaled"


@pytest.mark.parametrize(
    "got",
    [
        pytest.param(lambda x: x * (1 + 1e-5), id="far more than float32"),
        pytest.param(lambda x: x / (x + 1e-7) * x, id="an epsilon, which is off in one direction"),
    ],
)
def test_small_errors_that_are_not_of_float32(got: Callable[[np.ndarray], np.ndarray]) -> None:
    assert kind([wrong(got(x), x) for x in (POSITIVE, ALSO)]) != "float32"


def test_a_value_that_is_simple_says_nothing_about_precision() -> None:
    assert kind([wrong(1.0, 0.9999999), wrong(0.5, 0.49999999)]) != "float32"


def test_values_in_float32_say_so_in_the_message() -> None:
    failure = wrong(X.astype(np.float32).astype(np.float64), X)
    assert failure.message.endswith(
        "right to float32 only: `.float()`, `torch.zeros` without dtype, or float32 inside; the input is float64"
    )
    assert "float32" not in wrong(X * (1 + 1e-5), X).message


def test_results_that_are_no_arrays() -> None:
    for got in (None, "text", [[1], [2, 3]], object()):
        assert kind([wrong(got, X), wrong(got, Y)]) is None
