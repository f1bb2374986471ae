"""Binary focal loss: hand cases, alpha and gamma, logits of ±100, gradients."""

import numpy as np
import pytest

from kb.foundations.losses import focal_loss
from kb.grader.cases.differences import numerical_gradient
from kb.grader.cases.drawing.logits import logits

LN2, LN3 = float(np.log(2)), float(np.log(3))


def draw(rng, n=31, dtype=np.float64):
    return (1.5 * logits(rng, n)).astype(dtype), rng.permutation(np.arange(n) % 2).astype(dtype)


def test_shape(solution, rng):
    solution(*draw(rng)).has_shape(31)


@pytest.mark.parametrize(
    ("x", "target", "expected"),
    [
        pytest.param(0.0, 1.0, 0.25 * LN2 / 4, id="positive at 1/2"),
        pytest.param(0.0, 0.0, 0.75 * LN2 / 4, id="negative at 1/2: the larger weight"),
        pytest.param(LN3, 1.0, 0.25 * np.log(4 / 3) / 16, id="positive at 3/4: easy"),
        pytest.param(LN3, 0.0, 0.75 * np.log(4) * 9 / 16, id="negative at 3/4: hard"),
        pytest.param(-LN3, 1.0, 0.25 * np.log(4) * 9 / 16, id="positive at 1/4: hard"),
        pytest.param(-LN3, 0.0, 0.75 * np.log(4 / 3) / 16, id="negative at 1/4: easy"),
    ],
)
def test_hand_cases(solution, x, target, expected):
    solution(np.array([x]), np.array([target])).close([expected])


@pytest.mark.parametrize("target", [0.0, 1.0])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 3.5])
def test_gamma(solution, gamma, target):
    """p_t = 1/4: the factor is (3/4) ** gamma, and 1 for gamma 0."""
    x = np.array([-LN3 if target else LN3])
    solution(x, np.array([target]), 0.5, gamma).close([0.5 * 0.75**gamma * np.log(4)])


@pytest.mark.parametrize("alpha", [0.0, 0.75, 1.0])
def test_alpha(solution, alpha):
    expected = np.array([alpha, 1 - alpha]) * LN2 / 4
    solution(np.zeros(2), np.array([1.0, 0.0]), alpha).close(expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0])
@pytest.mark.parametrize(
    ("x", "target", "expected"),
    [
        pytest.param(100, 0, 75.0, id="negative at 100: 0.75 * 100"),
        pytest.param(-100, 1, 25.0, id="positive at -100: 0.25 * 100"),
        pytest.param(100, 1, 0.0, id="positive at 100: nothing"),
        pytest.param(-100, 0, 0.0, id="negative at -100: nothing"),
        pytest.param(40, 0, 30.0, id="negative at 40, where 1 - p is 0"),
    ],
)
def test_large_logits(solution, x, target, expected, gamma, dtype):
    solution(np.array([x], dtype), np.array([target], dtype), 0.25, gamma).close([expected])


def test_small_losses_keep_their_digits(solution):
    """A positive at 10, cross-entropy only: log1p(exp(-10)), which log(p) rounds."""
    solution(np.array([10.0]), np.array([1.0]), 1.0, 0.0).close([np.log1p(np.exp(-10.0))])


def test_no_rows(solution):
    solution(np.zeros(0), np.zeros(0)).close(np.zeros(0))


def test_read_only_and_not_contiguous(solution, rng):
    x, targets = (np.repeat(part, 2)[::2] for part in draw(rng))
    x.flags.writeable = targets.flags.writeable = False
    solution(x, targets).close(focal_loss(x, targets))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("alpha", "gamma"), [(0.25, 2.0), (0.625, 0.0), (0.875, 1.0), (0.5, 4.5)])
def test_random(solution, rng, alpha, gamma, dtype):
    x, targets = draw(rng, dtype=dtype)
    solution(x, targets, alpha, gamma).close(focal_loss(x.astype(float), targets.astype(float), alpha, gamma))


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0, 3.5])
def test_gradient(solution, rng, gamma, dtype):
    x, targets = draw(rng, dtype=dtype)
    cotangent, exact = rng.uniform(0.5, 2.0, len(x)), targets.astype(float)
    expected = numerical_gradient(lambda at: focal_loss(at, exact, 0.25, gamma), x, cotangent)
    solution.gradient(x, targets, 0.25, gamma, cotangent=cotangent).close(expected)


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0])
def test_gradient_of_large_logits(solution, gamma, dtype):
    """Sure and wrong pulls with the full weight, sure and right not at all."""
    x, targets = np.array([100, 100, -100, -100], dtype), np.array([0, 1, 0, 1], dtype)
    expected = np.array([0.75, 0, 0, -0.25]) * np.array([1.0, 2, 3, 4])
    solution.gradient(x, targets, 0.25, gamma, cotangent=np.array([1.0, 2, 3, 4])).close(expected)
