"""Backward of batch norm: by hand, against finite differences of the forward pass, its invariances, float32."""

import numpy as np
import pytest

from kb.grader.cases.differences import numerical_gradient
from kb.grader.compare.tolerance import tolerance
from kb.training.batch_norm import batch_norm
from kb.training.batch_norm_backward import batch_norm_backward

SHAPES = {"rows": (7, 3), "images": (2, 3, 5, 7), "one image": (1, 3, 2, 5)}
# A mean of 70 float32 numbers near 10,000 may be off by several of their steps of 2**-10. What is multiplied by
# x - mean and summed over 70 values of either sign is off by some 20 times that.
FAR = 20 * 16 * float(np.spacing(np.float32(1e4))) / tolerance("float32").absolute


def draw(rng, shape, dtype=np.float64, offset=0.0):
    """dy, x and gamma. Each channel has a mean and a spread of its own."""
    c = shape[1]
    form = (c,) + (1,) * (len(shape) - 2)
    x = rng.normal(size=shape) * rng.uniform(1, 3, form) + rng.normal(size=form) + offset
    arrays = rng.normal(size=shape) + 0.5, x, rng.uniform(0.5, 2, c) * rng.choice([-1, 1], c)
    return [each.astype(dtype) for each in arrays]


def exact(arrays, *more):
    return batch_norm_backward(*(array.astype(np.float64) for array in arrays), *more)


def column(*values):
    return np.array(values, dtype=np.float64)[:, None]


def row(*values):
    return np.array(values, dtype=np.float64)


def test_shape(solution, rng):
    arrays = draw(rng, (5, 3))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize(
    ("dy", "x", "gamma", "eps", "expected"),
    [
        pytest.param(
            [5, 5, 5], [0, 1, 5], 1, 0, ([0, 0, 0], 0, 15), id="a constant dy: a shift of all outputs"
        ),
        pytest.param(
            [-3, -1, 1, 3], [1, 2, 3, 4], 1, 0, ([0, 0, 0, 0], 20**0.5 * 2, 0), id="dy along x: a stretch"
        ),
        pytest.param([1, 0], [0, 2], 1, 0, ([0, 0], -1, 1), id="two values: always -1 and 1"),
        pytest.param([1, 0], [0, 2], 1, 3, ([3 / 16, -3 / 16], -1 / 2, 1), id="two values: what eps leaves"),
        pytest.param(
            [1, 0, 1, 0], [0, 0, 2, 2], 1, 0, ([0.5, -0.5, 0.5, -0.5], 0, 2), id="dy across x, mean 1/2"
        ),
        pytest.param(
            [3, 1, -1, -3],
            [0, 2, 0, 2],
            3,
            3,
            ([33 / 8, 15 / 8, -15 / 8, -33 / 8], -2, 0),
            id="gamma and eps",
        ),
        pytest.param([1, 0, 0], [4, 4, 4], 2, 0.25, ([8 / 3, -4 / 3, -4 / 3], 0, 1), id="a constant channel"),
    ],
)
def test_hand_cases(solution, dy, x, gamma, eps, expected):
    dx, dgamma, dbeta = expected
    solution(column(*dy), column(*x), row(gamma), eps).close((column(*dx), row(dgamma), row(dbeta)))


def test_channels_do_not_mix(solution):
    dy = np.array([[1.0, 0], [0.0, 5], [1.0, 0], [0.0, 5]])
    x = np.array([[0.0, 0], [0.0, 2], [2.0, 0], [2.0, 2]])
    dx = np.array([[0.5, 0], [-0.5, 0], [0.5, 0], [-0.5, 0]])
    solution(dy, x, row(1, 7), 0.0).close((dx, row(0, 10), row(2, 10)))


def test_images(solution):
    """The same four values of a channel in two images of two pixels."""
    dy = np.array([1.0, 0, 1, 0]).reshape(2, 1, 1, 2)
    x = np.array([0.0, 0, 2, 2]).reshape(2, 1, 1, 2)
    dx = np.array([1.5, -1.5, 1.5, -1.5]).reshape(2, 1, 1, 2)
    solution(dy, x, row(3), 0.0).close((dx, row(0), row(2)))


def test_as_wide_as_it_has_channels(solution, rng):
    """A row of three would broadcast along the width without an error."""
    arrays = draw(rng, (2, 3, 3, 3))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 2, 5)], ids=["rows", "images"])
def test_empty_batch(solution, shape):
    solution(np.zeros(shape), np.zeros(shape), row(1, 2, 3)).close(
        (np.zeros(shape), np.zeros(3), np.zeros(3))
    )


def test_default_eps(solution, rng):
    """Small variances, beside which the eps of 1e-5 shows."""
    dy, x, gamma = draw(rng, (7, 3))
    arrays = [dy, x / 100, gamma]
    solution(*arrays).close(exact(arrays, 1e-5))


def test_read_only_and_not_contiguous(solution, rng):
    dy, x, gamma = draw(rng, (6, 3, 4, 5))
    arrays = [np.asfortranarray(dy)[::2], x[::2, :, ::-1], gamma]
    for array in arrays:
        array.flags.writeable = False
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("shape", [(5, 2), (2, 3, 2, 2)], ids=["rows", "images"])
def test_finite_differences(solution, rng, shape):
    """dx against small changes of x in the forward pass itself."""
    dy, x, gamma = draw(rng, shape)
    zero, one = np.zeros_like(gamma), np.ones_like(gamma)
    dx = numerical_gradient(lambda moved: batch_norm(moved, gamma, zero, zero, one, True)[0], x, dy)
    x_hat = batch_norm(x, one, zero, zero, one, True)[0]
    axes = tuple(axis for axis in range(x.ndim) if axis != 1)
    # Central differences are good to about 1e-8.
    solution(dy, x, gamma).close((dx, (dy * x_hat).sum(axis=axes), dy.sum(axis=axes)), scale=1e4)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype, shape):
    arrays = draw(rng, shape, dtype)
    # Sums over 70 values of either sign lose a digit or two in float32.
    scale = 100 if dtype is np.float32 else 1
    # The reason stands beside each scale above.
    solution(*arrays).close(exact(arrays), scale=scale)


@pytest.mark.parametrize("shape", [(37, 3), (2, 3, 5, 7)], ids=["rows", "images"])
def test_far_from_zero(solution, rng, shape):
    """float32; the mean of the squares minus the square of the mean has no digit left here."""
    arrays = draw(rng, shape, np.float32, 1e4)
    solution(*arrays).close(exact(arrays), scale=FAR)
