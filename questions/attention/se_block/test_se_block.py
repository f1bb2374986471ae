"""Squeeze-and-excitation: hand cases for each step, saturated gates, several images, random cases."""

import numpy as np
import pytest

from kb.attention.channel_attention import se_block

LN3 = np.log(3)  # sigmoid(ln 3) is 3/4


def drawn(rng, shape, hidden, dtype=np.float64):
    """x and weights; the gates lie between 0.05 and 0.95 or so."""
    channels = shape[1]
    shapes = [shape, (hidden, channels), (hidden,), (channels, hidden), (channels,)]
    return [rng.normal(0.2, 1, size=each).astype(dtype) for each in shapes]


def reference(arguments):
    return se_block(*[each.astype(np.float64) for each in arguments])


def column(*values):
    """One image, the channels given, one pixel each."""
    return np.array(values, dtype=float).reshape(1, len(values), 1, 1)


def test_shape(solution, rng):
    arguments = drawn(rng, (2, 6, 3, 5), 2)
    solution(*arguments).close(reference(arguments))


@pytest.mark.parametrize(
    ("x", "w1", "b1", "w2", "b2", "expected"),
    [
        pytest.param(
            column(4, -8),
            [[0, 0]],
            [0],
            [[0], [0]],
            [0, 0],
            column(2, -4),
            id="nothing learned: half of everything",
        ),
        pytest.param(
            column(4, -8),
            [[0, 0]],
            [0],
            [[0], [0]],
            [LN3, -LN3],
            column(3, -2),
            id="the second bias alone: 3/4 and 1/4",
        ),
        pytest.param(
            column(4, -8),
            [[0, 0]],
            [1],
            [[LN3], [-LN3]],
            [0, 0],
            column(3, -2),
            id="the first bias alone: 3/4 and 1/4",
        ),
        pytest.param(
            column(4, -8),
            [[1, 0.375]],
            [0],
            [[LN3], [-LN3]],
            [0, 0],
            column(3, -2),
            id="4 - 3 is 1: channels mix",
        ),
        pytest.param(
            column(4, -8), [[0, 1]], [0], [[5], [7]], [0, LN3], column(2, -6), id="the ReLU: -8 goes nowhere"
        ),
        pytest.param(
            column(4, -8),
            [[0.5, 0], [0, -0.125]],
            [-1, 0],
            [[LN3, 0], [0, 0]],
            [0, 0],
            column(3, -4),
            id="two units, one gate each",
        ),
        pytest.param(
            column(4, -8),
            [[2, 0]],
            [0],
            [[LN3 / 8], [-LN3 / 8]],
            [0, 0],
            column(3, -2),
            id="a hidden 8 is not cut off",
        ),
        pytest.param(
            np.array([[[[1.0, 5]], [[2, -2]]]]),
            [[0, 1]],
            [1],
            [[LN3], [0]],
            [0, 0],
            np.array([[[[0.75, 3.75]], [[1, -1]]]]),
            id="the mean of 2 and -2 is 0",
        ),
        pytest.param(
            np.array([[[[0.0, 0, 0], [0, 0, 6]], [[8, 8, 8], [8, 8, 8]]]]),
            [[1, 0]],
            [0],
            [[0], [LN3]],
            [0, 0],
            np.array([[[[0.0, 0, 0], [0, 0, 3]], [[6, 6, 6], [6, 6, 6]]]]),
            id="the mean of six pixels is 1",
        ),
    ],
)
def test_hand_cases(solution, x, w1, b1, w2, b2, expected):
    solution(x, *(np.array(each, dtype=float) for each in (w1, b1, w2, b2))).close(expected)


def test_images_do_not_mix(solution):
    """Means 1 and 3 of one channel, no bias: gates 3/4 and 27/28."""
    x = np.array([[[[0.0, 2]]], [[[3, 3]]]])
    ones, zero = np.array([[1.0]]), np.array([0.0])
    solution(x, ones, zero, LN3 * ones, zero).close(np.array([[[[0, 1.5]]], [[[81 / 28, 81 / 28]]]]))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_saturated(solution, dtype):
    """The sigmoid of 1000 is 1, and that of -100 is 0. (Not lower: 1 / (1 + math.exp(-z)) is no mistake.)"""
    arguments = (column(2, 3, 4), [[1, 0, 0]], [0], [[500], [-50], [0]], [0, 0, 0])
    solution(*(np.array(each, dtype=dtype) for each in arguments)).close(column(2, 0, 2))


def test_no_images(solution, rng):
    solution(np.zeros((0, 6, 3, 5)), *drawn(rng, (1, 6, 1, 1), 2)[1:]).close(np.zeros((0, 6, 3, 5)))


def test_read_only_and_not_contiguous(solution, rng):
    x, *parameters = drawn(rng, (3, 5, 7, 6), 2)
    x = x.transpose(3, 1, 0, 2)  # (6, 5, 3, 7)
    for each in (x, *parameters):
        each.flags.writeable = False
    solution(x, *parameters).close(reference([x, *parameters]))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("shape", "hidden"),
    [
        pytest.param((3, 8, 5, 7), 2, id="r is 4"),
        pytest.param((2, 6, 4, 4), 6, id="r is 1"),
        pytest.param((2, 4, 4, 4), 1, id="as many channels as rows and columns"),
        pytest.param((1, 5, 1, 1), 2, id="one pixel"),
    ],
)
def test_random(solution, rng, shape, hidden, dtype):
    arguments = drawn(rng, shape, hidden, dtype)
    solution(*arguments).close(reference(arguments))
