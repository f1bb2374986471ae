"""RMS norm over the last axis: small exact cases, what it keeps that layer norm takes out, every number of axes."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.training.normalization import rms_norm

SHAPES = [(7,), (5, 7), (2, 3, 7), (2, 3, 5, 7)]


def draw(rng, shape, dtype=np.float32):
    """x and gamma. Each vector has a mean and a spread of its own."""
    form = (*shape[:-1], 1)
    x = rng.normal(size=shape) * rng.uniform(1, 3, form) + rng.normal(size=form)
    return [each.astype(dtype) for each in (x, rng.uniform(0.5, 2, shape[-1]))]


def exact(arrays, *more):
    return rms_norm(*(array.astype(np.float64) for array in arrays), *more)


def test_shape(solution, rng):
    arrays = draw(rng, (5, 3))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize(
    ("x", "gamma", "eps", "expected"),
    [
        pytest.param([1, 7], [1, 1], 0, [0.2, 1.4], id="mean square 25"),
        pytest.param([-1, 7], [1, 1], 0, [-0.2, 1.4], id="signs stay"),
        pytest.param([1, 7], [10, -5], 0, [2, -7], id="gamma of each feature"),
        pytest.param([5, 5, 5], [1, 1, 1], 0, [1, 1, 1], id="constant: the mean is not subtracted"),
        pytest.param([1, 1], [1, 1], 3, [0.5, 0.5], id="eps is added to the mean square, inside the root"),
        pytest.param([4, 0, 0, 0], [1, 2, 3, 4], 0, [2, 0, 0, 0], id="the mean of four squares"),
        pytest.param([0, 0, 0], [1, 2, 3], 1e-6, [0, 0, 0], id="zeros stay zeros"),
        pytest.param([-8], [3], 0, [-3], id="one feature: its sign times gamma"),
    ],
)
def test_hand_cases(solution, x, gamma, eps, expected):
    x, gamma, expected = (np.array(each, dtype=np.float32) for each in (x, gamma, expected))
    solution(x[None], gamma, eps).close(expected[None])


def test_each_row_by_itself(solution):
    x = np.array([[1.0, 7], [300, 400], [5, 5]], dtype=np.float32)
    root = np.sqrt(np.array([[25], [125000], [25]]))
    solution(x, np.array([1.0, 10], dtype=np.float32), 0.0).close(x / root * [1, 10])


def test_square(solution, rng):
    """With as many rows as features a lost axis broadcasts without an error."""
    arrays = draw(rng, (5, 5))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("shape", SHAPES, ids=["vector", "rows", "tokens", "heads"])
def test_number_of_axes(solution, rng, shape):
    arrays = draw(rng, shape)
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("shape", [(0, 7), (0, 3, 7), (2, 0, 7)], ids=["no rows", "no samples", "no tokens"])
def test_empty(solution, rng, shape):
    solution(np.zeros(shape, dtype=np.float32), draw(rng, (1, 7))[1]).close(np.zeros(shape))


def test_default_eps(solution, rng):
    """Small numbers, beside which the eps of 1e-6 shows."""
    x, gamma = draw(rng, (5, 7))
    solution(x / 1000, gamma).close(exact([x / 1000, gamma], 1e-6))


def test_read_only_and_not_contiguous(solution, rng):
    x, gamma = draw(rng, (6, 4, 14))
    arrays = [x[::2, :, ::2], gamma[::2]]
    for array in arrays:
        array.flags.writeable = False
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("factor", [1, 1e4], ids=["about 1", "about 10,000"])
def test_random(solution, rng, factor):
    x, gamma = draw(rng, (3, 5, 101))
    arrays = [x * np.float32(factor), gamma]
    solution(*arrays).close(exact(arrays), scale=4)  # 101 roundings in the mean of the squares


def test_float64(solution, rng):
    """The result is as exact as the inputs: float32 in between would show."""
    arrays = draw(rng, (3, 5, 7), np.float64)
    solution(*arrays).close(exact(arrays))


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x and gamma. The mean square depends on x, too."""
    gradient_agrees(solution, rms_norm, rng, *draw(rng, (2, 3, 5)), wrt=(0, 1))
