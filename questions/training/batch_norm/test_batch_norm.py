"""Batch norm: both variances, the momentum, both modes, images, float32 far from zero."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.grader.compare.tolerance import tolerance
from kb.training.batch_norm import batch_norm

SHAPES = {"rows": (7, 3), "images": (2, 3, 5, 7), "one image": (1, 3, 2, 5), "two rows": (2, 3)}
# A mean of 70 float32 numbers near 10,000 may be off by several of their steps of 2**-10, and so is y.
FAR = 16 * float(np.spacing(np.float32(1e4))) / tolerance("float32").absolute


def draw(rng, shape, dtype=np.float64, offset=0.0):
    """The five arrays. Each channel has a mean and a spread of its own."""
    c = shape[1]
    form = (c,) + (1,) * (len(shape) - 2)
    x = rng.normal(size=shape) * rng.uniform(1, 3, form) + rng.normal(size=form) + offset
    if len(x) == 2 and x.ndim == 2:
        x = (
            np.round(8 * x) / 8
        )  # two values may be near each other; these are exact, and so is their difference
    rows = rng.uniform(0.5, 2, c), rng.normal(size=c), rng.normal(size=c) + offset, rng.uniform(0.5, 4, c)
    return [each.astype(dtype) for each in (x, *rows)]


def exact(arrays, *more, **named):
    return batch_norm(*(array.astype(np.float64) for array in arrays), *more, **named)


def column(*values):
    return np.array(values, dtype=np.float64)[:, None]


def row(*values):
    return np.array(values, dtype=np.float64)


def test_shape(solution, rng):
    arrays = draw(rng, (5, 3))
    solution(*arrays, True).close(exact(arrays, True))


@pytest.mark.parametrize(
    ("x", "gamma", "beta", "momentum", "eps", "expected"),
    [
        pytest.param(
            [0, 0, 3],
            1,
            0,
            0.5,
            2,
            ([-0.5, -0.5, 1], 5.5, 2.5),
            id="biased variance 2 normalizes, unbiased 3 is stored",
        ),
        pytest.param(
            [0, 2], 1, 0, 0.5, 3, ([-0.5, 0.5], 5.5, 2), id="eps is added to the variance, inside the root"
        ),
        pytest.param([0, 2], -4, 7, 0.5, 3, ([9, 5], 5.5, 2), id="gamma scales, then beta shifts"),
        pytest.param([0, 2], 1, 0, 0.25, 3, ([-0.5, 0.5], 7.75, 2), id="momentum weighs the new value"),
        pytest.param([0, 2], 1, 0, 0, 3, ([-0.5, 0.5], 10, 2), id="momentum 0: nothing moves"),
        pytest.param([0, 4], 1, 0, 1, 5, ([-2 / 3, 2 / 3], 2, 8), id="momentum 1: only the new value"),
        pytest.param([6, 6, 6, 6], 3, 5, 0.5, 1e-5, ([5, 5, 5, 5], 8, 1), id="a constant channel: beta"),
        pytest.param(
            [1, 2, 3, 4, 5, 6, 7],
            1,
            0,
            0.5,
            0,
            ([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], 7, 10 / 3),
            id="variance 4",
        ),
    ],
)
def test_hand_cases(solution, x, gamma, beta, momentum, eps, expected):
    """The running mean was 10, the running variance 2."""
    y, mean, var = expected
    result = solution(column(*x), row(gamma), row(beta), row(10), row(2), True, momentum, eps)
    result.close((column(*y), row(mean), row(var)))


def test_channels_do_not_mix(solution):
    x = np.array([[0.0, 100, 5], [2.0, 500, 5]])
    result = solution(x, row(1, 2, 3), row(0, 1, -1), row(1, 10, 5), row(1, 2, 4), True, 0.5, 0.0625)
    root = np.sqrt(np.array([1, 40000, 1]) + 0.0625)
    y = np.array([[-1, -400, 0], [1, 400, 0]]) / root + np.array([0, 1, -1])
    result.close((y, row(1, 155, 5), row(1.5, 40001, 2)))


def test_images(solution):
    """Two images, two channels, one row of two pixels: four values for each channel, their variances 5 and 14."""
    x = np.array([[[[1.0, 3]], [[10.0, 0]]], [[[5.0, 7]], [[4.0, 2]]]])
    result = solution(x, row(2, 1), row(0, 1), row(0, 0), row(0, 0), True, momentum=0.5, eps=4.0)
    y = np.array([[[[-3.0, -1]], [[6.0, -4]]], [[[1.0, 3]], [[0.0, -2]]]])
    y[:, 0], y[:, 1] = y[:, 0] * 2 / 3, y[:, 1] / np.sqrt(18) + 1
    result.close((y, row(2, 2), row(10 / 3, 28 / 3)))


def test_as_wide_as_it_has_channels(solution, rng):
    """A row of three would broadcast along the width without an error."""
    arrays = draw(rng, (2, 3, 3, 3))
    solution(*arrays, True).close(exact(arrays, True))
    solution(*arrays, False).close(exact(arrays, False))


def test_evaluation(solution):
    x = np.array([[3.0, 1], [7.0, 2]])
    result = solution(x, row(2, 1), row(1, 0), row(1, 4), row(3, 15), False, 0.5, 1.0)
    result.close((np.array([[3, -0.75], [7, -0.5]]), row(1, 4), row(3, 15)))


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1, 1)], ids=["a row", "a pixel"])
def test_one_value_per_channel_in_evaluation(solution, rng, shape):
    arrays = draw(rng, shape)
    solution(*arrays, False).close(exact(arrays, False))


@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 2, 5)], ids=["rows", "images"])
def test_empty_batch_in_evaluation(solution, rng, shape):
    _, *rows = draw(rng, (7, 3))
    solution(np.zeros(shape), *rows, False).close((np.zeros(shape), rows[2], rows[3]))


@pytest.mark.parametrize("training", [True, False])
def test_defaults(solution, rng, training):
    """Small variances, beside which the eps of 1e-5 shows."""
    x, gamma, beta, mean, var = draw(rng, (7, 3))
    arrays = [x / 100, gamma, beta, mean / 100, var / 10000]
    solution(*arrays, training=training).close(exact(arrays, training, 0.1, 1e-5))


@pytest.mark.parametrize("training", [True, False])
def test_read_only_and_not_contiguous(solution, rng, training):
    x, *rows = draw(rng, (6, 3, 4, 5))
    x = x[::2, :, ::-1]
    for array in (x, *rows):
        array.flags.writeable = False
    solution(x, *rows, training).close(exact([x, *rows], training))


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype, shape, training):
    arrays = draw(rng, shape, dtype)
    # Up to 70 roundings in mean and variance, times gamma.
    solution(*arrays, training, 0.3).close(exact(arrays, training, 0.3), scale=4)


@pytest.mark.parametrize("shape", [(37, 3), (2, 3, 5, 7)], ids=["rows", "images"])
@pytest.mark.parametrize("offset", [-1e4, 1e4], ids=["-10,000", "10,000"])
def test_far_from_zero(solution, rng, offset, shape):
    """float32; the mean of the squares minus the square of the mean has no digit left here."""
    arrays = draw(rng, shape, np.float32, offset)
    solution(*arrays, True).close(exact(arrays, True), scale=FAR)


@pytest.mark.parametrize("shape", [(37, 3), (2, 3, 5, 7)], ids=["rows", "images"])
def test_a_new_layer_far_from_zero(solution, rng, shape):
    """Running values of 0 and 1 beside a batch at 10,000: differences from the running mean help nothing yet."""
    x, gamma, beta, mean, var = draw(rng, shape, np.float32, 1e4)
    arrays = [x, gamma, beta, np.zeros_like(mean), np.ones_like(var)]
    solution(*arrays, True).close(exact(arrays, True), scale=FAR)


@pytest.mark.gradient
@pytest.mark.parametrize("shape", [(5, 3), (2, 3, 2, 3)], ids=["rows", "images"])
def test_gradient(solution, rng, shape):
    """Of y in training mode, in x, gamma and beta. The mean and the variance of the batch depend on x, too."""
    gradient_agrees(solution, batch_norm, rng, *draw(rng, shape), True, wrt=(0, 1, 2), of=0)
