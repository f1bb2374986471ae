"""Transposed convolution: stamps by hand, overlaps, padding that cuts, pairs, channels, the adjoint."""

import numpy as np
import pytest

from kb.grader.cases.differences import gradient_agrees
from kb.segmentation.unet_conv_transpose import conv_transpose2d

SUMS = 4  # sums of up to 30 products of either sign, which cancel in part


def draw(rng, n, c, o, size, kernel, dtype=np.float32):
    x, weight, bias = rng.normal(size=(n, c, *size)), rng.normal(size=(c, o, *kernel)), rng.normal(size=o)
    return x.astype(dtype), weight.astype(dtype), bias.astype(dtype)


def exact(arrays, *more):
    return conv_transpose2d(*(None if each is None else each.astype(np.float64) for each in arrays), *more)


def plane(rows):
    return np.array([[rows]], dtype=np.float32)


def test_shape(solution, rng):
    solution(*draw(rng, 2, 3, 5, (7, 4), (3, 2)), stride=2, padding=1).has_shape(2, 5, 13, 6)


@pytest.mark.parametrize(
    ("x", "kernel", "stride", "padding", "expected"),
    [
        pytest.param(
            [[2]], [[1, 2], [3, 4]], 1, 0, [[2, 4], [6, 8]], id="one pixel: the kernel, not flipped"
        ),
        pytest.param([[1, 2]], [[1, 10]], 1, 0, [[1, 12, 20]], id="stamps overlap and add"),
        pytest.param([[1, 2]], [[1, 10]], 2, 0, [[1, 10, 2, 20]], id="stride 2, kernel 2: side by side"),
        pytest.param([[1, 2]], [[1, 10]], 3, 0, [[1, 10, 0, 2, 20]], id="stride 3, kernel 2: a gap"),
        pytest.param(
            [[1, 2]], [[1, 10, 100]], 2, 0, [[1, 10, 102, 20, 200]], id="stride 2, kernel 3: overlap of 1"
        ),
        pytest.param([[1], [2]], [[1], [10]], 2, 0, [[1], [10], [2], [20]], id="down the rows"),
        pytest.param([[1, 2]], [[1, 10, 100]], 1, (0, 1), [[12, 120]], id="padding cuts both ends"),
        pytest.param(
            [[1, 2, 3]], [[5]], 1, (0, 1), [[10]], id="padding cuts more than a kernel of 1 has added"
        ),
        pytest.param([[1, 2, 3]], [[5]], 1, 0, [[5, 10, 15]], id="kernel 1"),
        pytest.param([[1, 2, 3]], [[5]], 2, 0, [[5, 0, 10, 0, 15]], id="kernel 1, stride 2: zeros between"),
        pytest.param(
            [[1, 2], [3, 4]], [[1, 1], [1, 1]], 1, 0, [[1, 3, 2], [4, 10, 6], [3, 7, 4]], id="a square"
        ),
        pytest.param(
            [[1, 2], [3, 4]], [[1, 2, 4]] * 3, 2, 1, [[2, 6, 4], [8, 22, 12], [6, 16, 8]], id="checkerboard"
        ),
    ],
)
def test_hand_cases(solution, x, kernel, stride, padding, expected):
    solution(plane(x), plane(kernel), stride=stride, padding=padding).close(plane(expected))


def test_defaults(solution):
    """No bias, stride 1, padding 0."""
    solution(plane([[1, 2, 3]]), plane([[1, 10]])).close(plane([[1, 12, 23, 30]]))


def test_channels(solution):
    """Two inputs and three outputs: inputs are summed, outputs stand side by side; the weight is (C, O, 1, 1)."""
    x = np.array([2.0, 3.0], dtype=np.float32).reshape(1, 2, 1, 1)
    weight = np.array([[1.0, 10, 100], [4, 40, 400]], dtype=np.float32).reshape(2, 3, 1, 1)
    solution(x, weight).close(np.array([14.0, 140, 1400]).reshape(1, 3, 1, 1))


def test_bias_once(solution):
    """Once for each pixel of the output, not once for each stamp, and where no stamp falls too."""
    x, weight = plane([[1, 1]]), np.ones((1, 2, 1, 2), dtype=np.float32)
    expected = np.array([[[[6.0, 6, 5, 6, 6]], [[8, 8, 7, 8, 8]]]])
    solution(x, weight, np.array([5.0, 7.0], dtype=np.float32), stride=3).close(expected)


@pytest.mark.parametrize(
    ("stride", "padding"),
    [
        pytest.param((2, 1), 0, id="stride 2 down only"),
        pytest.param((1, 3), 0, id="stride 3 to the right only"),
        pytest.param(1, (2, 0), id="rows cut"),
        pytest.param(1, (0, 1), id="columns cut"),
        pytest.param((3, 2), (1, 2), id="all four different"),
        pytest.param(2, 1, id="ints"),
        pytest.param((2, 2), (1, 1), id="pairs of equals"),
    ],
)
def test_pairs(solution, rng, stride, padding):
    case = draw(rng, 2, 3, 2, (4, 5), (5, 7))
    solution(*case, stride=stride, padding=padding).close(exact(case, stride, padding), scale=SUMS)


def test_by_position(solution, rng):
    x, weight, bias = draw(rng, 1, 2, 3, (3, 4), (3, 2))
    solution(x, weight, bias, 2, 1).close(exact((x, weight, bias), 2, 1), scale=SUMS)
    solution(x, weight, None, 2, 1).close(exact((x, weight, None), 2, 1), scale=SUMS)


def test_as_many_outputs_as_inputs(solution, rng):
    """A weight read as (O, C, ...) fits without an error here."""
    x, weight, _ = draw(rng, 2, 3, 3, (4, 3), (2, 2))
    solution(x, weight, stride=2).close(exact((x, weight, None), 2), scale=SUMS)


def test_is_the_adjoint_of_the_convolution(solution, rng):
    """A single 1 in the output of a convolution comes back as the kernel, where the convolution looked."""
    weight = rng.normal(size=(1, 1, 3, 2)).astype(np.float32)
    x = np.zeros((1, 1, 4, 5), dtype=np.float32)
    x[0, 0, 2, 3] = 1
    expected = np.zeros((1, 1, 9, 10))
    expected[0, 0, 4:7, 6:8] = weight[0, 0]
    solution(x, weight, stride=2).close(expected)


def test_empty_batch(solution):
    x, weight = np.zeros((0, 2, 3, 4), dtype=np.float32), np.ones((2, 5, 2, 2), dtype=np.float32)
    solution(x, weight, stride=2).close(np.zeros((0, 5, 6, 8)))


def test_read_only_and_not_contiguous(solution, rng):
    x, weight, bias = draw(rng, 4, 3, 2, (5, 6), (3, 2))
    x, weight, bias = x[::2, :, ::-1], np.asfortranarray(weight), bias[::-1]
    for part in (x, weight, bias):
        part.flags.writeable = False
    solution(x, weight, bias, stride=2).close(exact((x, weight, bias), 2), scale=SUMS)


def test_random(solution, rng):
    case = draw(rng, 2, 5, 3, (7, 4), (3, 5))
    solution(*case, stride=(2, 3), padding=(1, 2)).close(exact(case, (2, 3), (1, 2)), scale=SUMS)


def test_float64(solution, rng):
    """The result is as exact as the inputs: a float32 array in between would show."""
    case = draw(rng, 2, 3, 2, (4, 5), (3, 2), np.float64)
    solution(*case, stride=2, padding=1).close(exact(case, 2, 1))


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x, weight and bias."""
    arrays = draw(rng, 2, 3, 2, (3, 4), (3, 2))
    gradient_agrees(solution, conv_transpose2d, rng, *arrays, wrt=(0, 1, 2), stride=(2, 1), padding=(1, 0))
