"""Layer norm over the last axis: small exact cases, every number of axes, float32 far from zero."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.grader.compare.tolerance import tolerance
from kb.training.normalization import layer_norm

SHAPES = [(7,), (5, 7), (2, 3, 7), (2, 3, 5, 7)]
# A mean of 101 float32 numbers near 10,000 may be off by several of their steps of 2**-10, and so is y.
FAR = 16 * float(np.spacing(np.float32(1e4))) / tolerance("float32").absolute


def draw(rng, shape, dtype=np.float64, offset=0.0):
    """x, gamma and beta. Each vector has a mean and a spread of its own."""
    form = (*shape[:-1], 1)
    x = rng.normal(size=shape) * rng.uniform(1, 3, form) + rng.normal(size=form) + offset
    rows = rng.uniform(0.5, 2, shape[-1]), rng.normal(size=shape[-1])
    return [each.astype(dtype) for each in (x, *rows)]


def exact(arrays, *more):
    return layer_norm(*(array.astype(np.float64) for array in arrays), *more)


def test_shape(solution, rng):
    arrays = draw(rng, (5, 3))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize(
    ("x", "gamma", "beta", "eps", "expected"),
    [
        pytest.param([1, 7], [1, 1], [0, 0], 0, [-1, 1], id="mean 4, deviation 3"),
        pytest.param(
            [0, 2], [1, 1], [0, 0], 3, [-0.5, 0.5], id="eps is added to the variance, inside the root"
        ),
        pytest.param([0, 0, 3], [1, 1, 1], [0, 0, 0], 2, [-0.5, -0.5, 1], id="biased variance 2"),
        pytest.param([0, 0, 3], [2, -4, 3], [0, 0, 0], 2, [-1, 2, 3], id="gamma of each feature"),
        pytest.param([0, 0, 3], [2, -4, 3], [5, 6, 7], 2, [4, 8, 10], id="beta of each feature, not scaled"),
        pytest.param([6, 6, 6], [2, 3, 4], [5, 6, 7], 1e-5, [5, 6, 7], id="constant: beta"),
        pytest.param([9], [3], [5], 1e-5, [5], id="one feature: beta"),
        pytest.param(
            [1, 2, 3, 4, 5, 6, 7], [1] * 7, [0] * 7, 0, [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], id="variance 4"
        ),
    ],
)
def test_hand_cases(solution, x, gamma, beta, eps, expected):
    arrays = [np.array([each], dtype=np.float64) for each in (x, gamma, beta)]
    solution(arrays[0], arrays[1][0], arrays[2][0], eps).close(np.array([expected], dtype=np.float64))


def test_each_row_by_itself(solution):
    x = np.array([[1.0, 7], [100, 300], [5, 3]])
    y = np.array([[-1.0, 1], [-1, 1], [1, -1]])
    solution(x, np.array([1.0, 10]), np.array([0.0, 5]), 0.0).close(y * [1, 10] + [0, 5])


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
    _, gamma, beta = draw(rng, (1, 7))
    solution(np.zeros(shape), gamma, beta).close(np.zeros(shape))


def test_default_eps(solution, rng):
    """Small variances, beside which the eps of 1e-5 shows."""
    x, gamma, beta = draw(rng, (5, 7))
    solution(x / 100, gamma, beta).close(layer_norm(x / 100, gamma, beta, 1e-5))


def test_read_only_and_not_contiguous(solution, rng):
    x, gamma, beta = draw(rng, (6, 4, 14))
    arrays = [x[::2, :, ::2], gamma[::2], beta[::-2]]
    for array in arrays:
        array.flags.writeable = False
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype):
    arrays = draw(rng, (3, 5, 101), dtype)
    solution(*arrays).close(exact(arrays), scale=4)  # 101 roundings in mean and variance


@pytest.mark.parametrize("offset", [-1e4, 1e4], ids=["-10,000", "10,000"])
def test_far_from_zero(solution, rng, offset):
    """float32; the mean of the squares minus the square of the mean has no digit left here."""
    arrays = draw(rng, (11, 101), np.float32, offset)
    solution(*arrays).close(exact(arrays), scale=FAR)


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x, gamma and beta. The mean and the variance depend on x, too."""
    gradient_agrees(solution, layer_norm, rng, *draw(rng, (2, 3, 5)), wrt=(0, 1, 2))
