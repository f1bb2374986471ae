"""Inverted dropout: exact small cases, both ends of p, test time, and noise exactly at p."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.training.overfitting_dropout import dropout


def test_shape(solution, rng):
    solution(rng.normal(size=(3, 5)), rng.random((3, 5)), 0.5).has_shape(3, 5)


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        pytest.param(0.5, [0, 0, 6, -8], id="a half: survivors double"),
        pytest.param(0.75, [0, 0, 0, -16], id="three quarters: survivors times 4"),
        pytest.param(0.25, [0, 8 / 3, 4, -16 / 3], id="a quarter: survivors times 4/3"),
        pytest.param(0.375, [0, 0, 24 / 5, -32 / 5], id="three eighths: p and 1 - p differ"),
    ],
)
def test_hand_cases(solution, p, expected):
    u = np.array([0.0625, 0.3125, 0.5625, 0.8125])  # none is exactly p
    solution(np.array([1.0, 2.0, 3.0, -4.0]), u, p).close(np.array(expected, dtype=np.float64))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_noise_exactly_at_p_survives(solution, dtype):
    x = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=dtype)
    solution(x, np.array([[0.5, 0.25], [0.5, 0.75]], dtype=dtype), 0.5).close([[2.0, 0.0], [6.0, 8.0]])


def test_nothing_is_dropped_at_0(solution, rng):
    x = rng.normal(size=(3, 5))
    u = rng.random((3, 5))
    u[0, 0] = 0.0
    solution(x, u, 0.0).close(x)
    solution(x, u, 0).close(x)


def test_everything_is_dropped_at_1(solution, rng):
    solution(rng.normal(size=(3, 5)), rng.random((3, 5)), 1.0).close(np.zeros((3, 5)))


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 1.0])
def test_identity_when_not_training(solution, rng, p):
    x = rng.normal(size=(3, 5))
    solution(x, rng.random((3, 5)), p, training=False).close(x)


def test_the_factor_does_not_depend_on_the_draw(solution):
    """Only one of five is dropped, although p is a half; the others double all the same."""
    u = np.array([0.875, 0.625, 0.125, 0.75, 0.5625])
    solution(np.ones(5), u, 0.5).close([2.0, 2.0, 0.0, 2.0, 2.0])


def test_large_values(solution, rng):
    x = (1e4 + rng.normal(size=(3, 5))).astype(np.float32)
    u = rng.random((3, 5)).astype(np.float32)
    solution(x, u, 0.25).close(dropout(x.astype(np.float64), u, 0.25))


@pytest.mark.parametrize("shape", [(0, 5), (7,), (2, 3, 5), (2, 3, 5, 7)])
def test_any_shape(solution, rng, shape):
    x, u = rng.normal(size=shape), rng.random(shape)
    solution(x, u, 0.5).close(dropout(x, u, 0.5))


def test_read_only_and_not_contiguous(solution, rng):
    x, u = rng.normal(size=(6, 14))[::2, ::2], rng.random((14, 6)).T[::2, ::2]
    x.flags.writeable = u.flags.writeable = False
    solution(x, u, 0.5).close(dropout(x, u, 0.5))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("p", [0.125, 0.625])
def test_random(solution, rng, p, dtype):
    x = rng.normal(size=(11, 13)).astype(dtype)
    u = ((rng.integers(0, 64, size=(11, 13)) + 0.5) / 64).astype(dtype)  # none is exactly p
    solution(x, u, p).close(dropout(x.astype(np.float64), u, p))


@pytest.mark.gradient
@pytest.mark.parametrize("training", [True, False])
def test_gradient(solution, rng, training):
    """The factor of the forward pass where an element survives, 0 where it is dropped."""
    x, u = rng.normal(size=(3, 5)), rng.random((3, 5))
    gradient_agrees(solution, dropout, rng, x, u, 0.375, training)
