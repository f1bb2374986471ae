"""Maxima of windows: shapes, hand cases, padding that must not win, overlap, gaps and layouts."""

import numpy as np
import pytest

from kb.cnn.pooling import max_pool2d
from kb.grader.cases.differences import gradient_agrees

SQUARE = np.array([[1.0, 5, 2, 0], [3, 4, 1, 6], [7, 2, 3, 3], [0, 1, 2, 8]])


def distinct(rng, *shape):
    """Every value once, so that no two windows agree by chance; half of them below zero."""
    return (rng.permutation(int(np.prod(shape))) - np.prod(shape) / 2).reshape(shape).astype(float)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "expected"),
    [
        pytest.param(2, 2, 0, (5, 6), id="halved, a row and a column left over"),
        pytest.param(3, 1, 0, (9, 11), id="stride 1"),
        pytest.param(3, 1, 1, (11, 13), id="stride 1, same size"),
        pytest.param(3, 2, 1, (6, 7), id="3x3 stride 2 padding 1"),
        pytest.param(2, 3, 0, (4, 4), id="gaps"),
        pytest.param(5, 4, 2, (3, 4), id="pixels left over behind the padding"),
        pytest.param(11, 1, 0, (1, 3), id="as high as the map"),
    ],
)
def test_shape(solution, rng, kernel, stride, padding, expected):
    solution(distinct(rng, 2, 3, 11, 13), kernel, stride, padding).has_shape(2, 3, *expected)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "expected"),
    [
        pytest.param(2, 2, 0, [[5, 6], [7, 8]], id="2x2"),
        pytest.param(3, 1, 0, [[7, 6], [7, 8]], id="overlapping"),
        pytest.param(2, 1, 0, [[5, 5, 6], [7, 4, 6], [7, 3, 8]], id="overlapping by half"),
        pytest.param(1, 2, 0, [[1, 2], [7, 3]], id="1x1 with a stride skips pixels"),
        pytest.param(2, 3, 0, [[5]], id="gaps, and the last pixels are left over"),
        pytest.param(3, 2, 0, [[7]], id="3x3 stride 2: floor"),
        pytest.param(1, 1, 0, SQUARE.tolist(), id="1x1 changes nothing"),
        pytest.param(4, 4, 0, [[8]], id="the whole map"),
        pytest.param(3, 2, 1, [[5, 6], [7, 8]], id="3x3 stride 2 padding 1"),
        pytest.param(2, 2, 1, [[1, 5, 0], [7, 4, 6], [0, 2, 8]], id="2x2 with padding on both sides"),
        pytest.param(4, 3, 2, [[5, 6], [7, 8]], id="padding of half the kernel"),
        pytest.param(3, 3, 1, [[5, 6], [7, 8]], id="windows side by side, padding 1"),
    ],
)
def test_hand_cases(solution, kernel, stride, padding, expected):
    solution(SQUARE[None, None], kernel, stride, padding).close(np.array([[expected]], dtype=float))


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_padding_never_wins(solution, dtype):
    """All values are below zero, and far below what one might take for the smallest number."""
    x = -SQUARE[None, None] - 1e30
    expected = np.full((1, 1, 3, 3), -1e30)
    solution(x.astype(dtype), 2, 2, 1).close(expected)
    x = -1 - SQUARE[None, None]
    expected = np.array([[[[-2, -3, -1], [-4, -2, -4], [-1, -2, -9]]]], dtype=float)
    solution(x.astype(dtype), 2, 2, 1).close(expected)


def test_each_channel_by_itself(solution):
    x = np.stack([SQUARE, 10 - SQUARE, -SQUARE])[None]
    solution(x, 2, 2).close([[[[5.0, 6], [7, 8]], [[9, 10], [10, 8]], [[-1, 0], [0, -2]]]])


def test_each_image_by_itself(solution):
    x = np.stack([SQUARE, 10 - SQUARE])[:, None]
    solution(x, 2, 2).close([[[[5.0, 6], [7, 8]]], [[[9, 10], [10, 8]]]])


def test_a_wide_map(solution):
    """Rows and columns are not to be exchanged."""
    x = np.arange(14.0).reshape(1, 1, 2, 7)
    solution(x, 2, 2).close([[[[8.0, 10, 12]]]])
    solution(np.swapaxes(x, 2, 3), 2, 2).close([[[[8.0], [10], [12]]]])


@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 1), (5, 1, 2), (5, 4, 2), (7, 2, 3), (4, 3, 2), (3, 5, 0)],
)
def test_random(solution, rng, kernel, stride, padding):
    x = distinct(rng, 2, 3, 11, 13)
    solution(x, kernel, stride, padding).close(max_pool2d(x, kernel, stride, padding))


def test_by_name(solution, rng):
    x = distinct(rng, 1, 2, 7, 5)
    solution(x, kernel=3, stride=2, padding=1).close(max_pool2d(x, 3, 2, 1))


def test_padding_may_be_left_out(solution, rng):
    x = distinct(rng, 1, 2, 7, 5)
    solution(x, 3, 2).close(max_pool2d(x, 3, 2))


def test_float32(solution, rng):
    x = distinct(rng, 2, 3, 7, 5).astype(np.float32)
    solution(x, 3, 2, 1).close(max_pool2d(x.astype(float), 3, 2, 1))


@pytest.mark.parametrize("padding", [0, 1])
def test_no_images(solution, padding):
    solution(np.zeros((0, 3, 7, 5)), 3, 2, padding).has_shape(0, 3, 3 + padding, 2 + padding)


def test_read_only_and_not_contiguous(solution, rng):
    x = np.asfortranarray(distinct(rng, 4, 3, 14, 5))[::2, :, ::2]
    x.flags.writeable = False
    solution(x, 3, 2, 1).close(max_pool2d(x, 3, 2, 1))


@pytest.mark.gradient
@pytest.mark.parametrize(
    ("kernel", "stride", "padding"), [(2, 2, 0), (3, 2, 1)], ids=["tiles", "overlapping"]
)
def test_gradient(solution, rng, kernel, stride, padding):
    """It goes to the largest pixel of each window; where windows overlap, one pixel may get several."""
    gradient_agrees(solution, max_pool2d, rng, distinct(rng, 2, 3, 5, 4), kernel, stride, padding)
