"""Confusion matrix: cells by hand, shapes, dtypes that overflow, missing classes, ignored pixels."""

import numpy as np
import pytest


def counted(target, pred, classes, ignore=None):
    """Cell by cell, from the definition."""
    matrix = np.zeros((classes, classes), dtype=int)
    for i in range(classes):
        for j in range(classes):
            matrix[i, j] = np.count_nonzero((target == i) & (pred == j) & (target != ignore))
    return matrix


def test_shape(solution):
    target, pred = np.array([0, 2, 4, 4]), np.array([1, 2, 4, 0])
    solution(target, pred, 5).equals(counted(target, pred, 5))


@pytest.mark.parametrize(
    ("target", "pred", "expected"),
    [
        pytest.param([0, 1, 1], [0, 1, 1], [[1, 0], [0, 2]], id="all right"),
        pytest.param([0, 0, 1], [0, 1, 1], [[1, 1], [0, 1]], id="rows are the truth"),
        pytest.param([0, 0, 0, 0], [1, 1, 1, 1], [[0, 4], [0, 0]], id="one pair four times"),
        pytest.param([0], [0], [[1, 0], [0, 0]], id="the last class is missing"),
        pytest.param([1], [1], [[0, 0], [0, 1]], id="the first class is missing"),
    ],
)
def test_hand_cases(solution, target, pred, expected):
    solution(np.array(target), np.array(pred), 2).equals(np.array(expected))


def test_three_classes(solution):
    target, pred = np.array([2, 0, 2, 2, 0, 1, 1]), np.array([0, 0, 2, 2, 2, 1, 0])
    solution(target, pred, 3).equals(np.array([[1, 0, 1], [1, 1, 0], [1, 0, 2]]))


def test_one_class(solution):
    solution(np.zeros((2, 3), dtype=int), np.zeros((2, 3), dtype=int), 1).equals(np.array([[6]]))


def test_images(solution):
    """Two images of 2 x 3: the pairs are those of equal places."""
    target = np.array([[[0, 1, 2], [2, 1, 0]], [[0, 0, 0], [1, 1, 1]]])
    pred = np.array([[[0, 1, 1], [2, 1, 2]], [[0, 1, 0], [1, 2, 1]]])
    solution(target, pred, 3).equals(np.array([[3, 1, 1], [0, 4, 1], [0, 1, 1]]))


@pytest.mark.parametrize(
    "shape", [(13,), (5, 7), (2, 5, 7), (2, 1, 3, 5)], ids=lambda shape: f"{len(shape)} axes"
)
def test_any_shape(solution, rng, shape):
    target, pred = rng.integers(0, 4, shape), rng.integers(0, 4, shape)
    solution(target, pred, 4).equals(counted(target, pred, 4))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int16, np.int32, np.int64])
def test_dtypes(solution, rng, dtype):
    """21 classes: 13 * 21 does not fit into a byte, 7 * 21 not into a signed one."""
    target, pred = rng.integers(0, 21, (19, 23)).astype(dtype), rng.integers(0, 21, (19, 23)).astype(dtype)
    solution(target, pred, 21).equals(counted(target, pred, 21))


def test_two_dtypes(solution, rng):
    """A mask from a file and an argmax."""
    target, pred = rng.integers(0, 21, (7, 11)).astype(np.uint8), rng.integers(0, 21, (7, 11))
    solution(target, pred, 21).equals(counted(target, pred, 21))


def test_many_classes(solution, rng):
    """300 classes in int16: the product does not fit either, and most cells are empty."""
    target, pred = rng.integers(0, 300, 500).astype(np.int16), rng.integers(0, 300, 500).astype(np.int16)
    expected = np.zeros((300, 300), dtype=int)
    for pair in zip(target.tolist(), pred.tolist(), strict=True):
        expected[pair] += 1
    solution(target, pred, 300).equals(expected)


@pytest.mark.parametrize(
    ("target", "pred", "ignore", "expected"),
    [
        pytest.param([0, 255, 1], [0, 0, 1], 255, [[1, 0], [0, 1]], id="255, the void label"),
        pytest.param([0, 255, 1], [0, 255, 1], 255, [[1, 0], [0, 1]], id="255 is predicted there, too"),
        pytest.param([0, 255, 1], [0, 77, 1], 255, [[1, 0], [0, 1]], id="anything may stand there"),
        pytest.param([0, -1, 1], [1, 1, 1], -1, [[0, 1], [0, 1]], id="minus 1"),
        pytest.param([0, 1, 1], [0, 0, 1], 0, [[0, 0], [1, 1]], id="class 0"),
        pytest.param([0, 1, 1], [0, 1, 1], 1, [[1, 0], [0, 0]], id="the last class"),
        pytest.param([0, 0, 1], [1, 0, 1], 1, [[1, 1], [0, 0]], id="only the truth counts"),
        pytest.param([255, 255], [0, 1], 255, [[0, 0], [0, 0]], id="nothing is left"),
        pytest.param([0, 1], [0, 1], 255, [[1, 0], [0, 1]], id="nothing to ignore"),
    ],
)
def test_ignore_index(solution, target, pred, ignore, expected):
    solution(np.array(target), np.array(pred), 2, ignore_index=ignore).equals(np.array(expected))


def test_ignored_pixels_of_images(solution, rng):
    target, pred = (
        rng.integers(0, 5, (3, 7, 11)).astype(np.uint8),
        rng.integers(0, 5, (3, 7, 11)).astype(np.uint8),
    )
    target[rng.random(target.shape) < 0.2] = 255
    solution(target, pred, 5, 255).equals(counted(target, pred, 5))


@pytest.mark.parametrize("shape", [(0,), (0, 4, 6)])
def test_empty(solution, shape):
    solution(np.zeros(shape, dtype=int), np.zeros(shape, dtype=int), 3).equals(np.zeros((3, 3), dtype=int))


def test_read_only_and_not_contiguous(solution, rng):
    target, pred = rng.integers(0, 4, (12, 7)), rng.integers(0, 4, (7, 6))
    target, pred = target[::2], pred.T
    target.flags.writeable = pred.flags.writeable = False
    solution(target, pred, 4).equals(counted(target, pred, 4))
