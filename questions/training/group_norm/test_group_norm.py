"""Group norm: which values share a mean, gamma of channels, one group, a group for each channel, float32."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.grader.compare.tolerance import tolerance
from kb.training.normalization import group_norm

# A mean of 70 float32 numbers near 10,000 may be off by several of their steps of 2**-10, and so is y.
FAR = 16 * float(np.spacing(np.float32(1e4))) / tolerance("float32").absolute
NINE = np.array([3, -6, 3]) / np.sqrt(20)  # of 9, 0, 9 with a variance of 18 and an eps of 2


def draw(rng, shape, dtype=np.float64, offset=0.0):
    """x, gamma and beta. Each channel of each image has a mean and a spread of its own."""
    form = (*shape[:2], 1, 1)
    x = rng.normal(size=shape) * rng.uniform(1, 3, form) + rng.normal(size=form) + offset
    rows = rng.uniform(0.5, 2, shape[1]), rng.normal(size=shape[1])
    return [each.astype(dtype) for each in (x, *rows)]


def expected(arrays, groups, *more):
    x, gamma, beta = (array.astype(np.float64) for array in arrays)
    return group_norm(x, groups, gamma, beta, *more)


def images(*channels):
    """One image of single pixels."""
    return np.array(channels, dtype=np.float64).reshape(1, -1, 1, 1)


def test_shape(solution, rng):
    x, gamma, beta = draw(rng, (5, 6, 2, 7))
    solution(x, 2, gamma, beta).close(group_norm(x, 2, gamma, beta))


@pytest.mark.parametrize(
    ("x", "groups", "gamma", "beta", "eps", "y"),
    [
        pytest.param([0, 2, 10, 50], 2, 1, 0, 0, [-1, 1, -1, 1], id="groups are neighbors"),
        pytest.param([0, 0, 3, 9, 0, 9], 2, 1, 0, 2, [-0.5, -0.5, 1, *NINE], id="two groups of three"),
        pytest.param([0, 2, 10, 50, 7, 5], 3, 1, 0, 0, [-1, 1, -1, 1, 1, -1], id="three groups of two"),
        pytest.param([1, 7], 1, 1, 0, 0, [-1, 1], id="one group: layer norm of the image"),
        pytest.param([5, 8, 2], 3, 1, 4, 1e-5, [4, 4, 4], id="groups of one pixel: beta"),
        pytest.param([0, 2], 1, 1, 0, 3, [-0.5, 0.5], id="eps is added to the variance, inside the root"),
        pytest.param([0, 0, 3], 1, 1, 0, 2, [-0.5, -0.5, 1], id="biased variance 2"),
        pytest.param([0, 2, 10, 50], 2, [2, 3, 4, 5], 0, 0, [-2, 3, -4, 5], id="gamma of each channel"),
        pytest.param(
            [0, 2, 10, 50], 2, [2, 3, 4, 5], [9, 8, 7, 6], 0, [7, 11, 3, 11], id="beta of each channel"
        ),
        pytest.param([6, 6, 6, 6], 2, 3, [9, 8, 7, 6], 1e-5, [9, 8, 7, 6], id="constant: beta"),
    ],
)
def test_hand_cases(solution, x, groups, gamma, beta, eps, y):
    rows = [np.broadcast_to(np.array(each, dtype=np.float64), len(x)).copy() for each in (gamma, beta)]
    solution(images(*x), groups, *rows, eps).close(images(*y))


def test_over_positions_and_channels(solution):
    """One group of two channels and two pixels: mean 4, variance 14; and another image."""
    x = np.array([[[[0.0, 2]], [[4.0, 10]]], [[[100.0, 100]], [[300.0, 300]]]])
    y = np.array([[[[-1.0, -0.5]], [[0.0, 1.5]]], [[[-1.0, -1]], [[1.0, 1]]]])
    y[1] *= 100 / np.sqrt(10002)
    solution(x, 1, np.ones(2), np.zeros(2), 2.0).close(y)


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 6, 12])
def test_every_number_of_groups(solution, rng, groups):
    x, gamma, beta = draw(rng, (2, 12, 3, 5))
    solution(x, groups, gamma, beta).close(group_norm(x, groups, gamma, beta))


@pytest.mark.parametrize(("shape", "groups"), [((2, 4, 4, 4), 2), ((4, 4, 2, 2), 4), ((2, 6, 3, 6), 3)])
def test_sizes_that_agree(solution, rng, shape, groups):
    """A row along a wrong axis would not be noticed."""
    x, gamma, beta = draw(rng, shape)
    solution(x, groups, gamma, beta).close(group_norm(x, groups, gamma, beta))


def test_no_image(solution, rng):
    _, gamma, beta = draw(rng, (1, 6, 2, 2))
    solution(np.zeros((0, 6, 2, 5)), 3, gamma, beta).close(np.zeros((0, 6, 2, 5)))


def test_default_eps(solution, rng):
    """Small variances, beside which the eps of 1e-5 shows."""
    x, gamma, beta = draw(rng, (2, 6, 3, 5))
    solution(x / 100, 2, gamma, beta).close(group_norm(x / 100, 2, gamma, beta, 1e-5))


def test_read_only_and_not_contiguous(solution, rng):
    x, gamma, beta = draw(rng, (4, 12, 3, 5))
    arrays = [x[::2, ::2, :, ::-1], gamma[::2], beta[::-2]]
    for array in arrays:
        array.flags.writeable = False
    solution(arrays[0], 3, *arrays[1:]).close(expected(arrays, 3))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype):
    arrays = draw(rng, (3, 6, 5, 7), dtype)
    solution(arrays[0], 3, *arrays[1:]).close(
        expected(arrays, 3), scale=4
    )  # 70 roundings in mean and variance


@pytest.mark.parametrize("offset", [-1e4, 1e4], ids=["-10,000", "10,000"])
def test_far_from_zero(solution, rng, offset):
    """float32; the mean of the squares minus the square of the mean has no digit left here."""
    arrays = draw(rng, (2, 6, 5, 7), np.float32, offset)
    solution(arrays[0], 3, *arrays[1:]).close(expected(arrays, 3), scale=FAR)


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x, gamma and beta. The mean and the variance of a group depend on x, too."""
    x, gamma, beta = draw(rng, (2, 6, 2, 3))
    gradient_agrees(solution, group_norm, rng, x, 3, gamma, beta, wrt=(0, 2, 3))
