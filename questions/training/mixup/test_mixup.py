"""Mixup: exact small cases, both ends of lambda, integer labels, partners that are no mutual pairs."""

import numpy as np
import pytest

from kb.training.augmentation import mixup

CYCLE = np.array([1, 2, 0])  # not its own inverse
X = np.array([[8.0, 0.0], [0.0, 4.0], [2.0, 2.0]])
Y = np.eye(3)


def batch(rng, *shape, dtype=np.float64):
    x = rng.normal(size=shape).astype(dtype)
    y = np.eye(5, dtype=dtype)[rng.integers(0, 5, size=shape[0])]
    return x, y, rng.permutation(shape[0])


def test_shape(solution, rng):
    x, y, permutation = batch(rng, 7, 3, 2)
    solution(x, y, 0.25, permutation).close(mixup(x, y, 0.25, permutation))


def test_hand_case(solution):
    x = [[6.0, 1.0], [0.5, 3.5], [3.5, 1.5]]
    y = [[0.75, 0.25, 0.0], [0.0, 0.75, 0.25], [0.25, 0.0, 0.75]]
    solution(X, Y, 0.75, CYCLE).close((np.array(x), np.array(y)))


def test_a_share_below_a_half(solution):
    x = [[2.0, 3.0], [1.5, 2.5], [6.5, 0.5]]
    y = [[0.25, 0.75, 0.0], [0.0, 0.25, 0.75], [0.75, 0.0, 0.25]]
    solution(X, Y, 0.25, CYCLE).close((np.array(x), np.array(y)))


@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.uint8])
def test_integer_labels(solution, dtype):
    x = [[4.0, 2.0], [1.0, 3.0], [5.0, 1.0]]
    y = [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5], [0.5, 0.0, 0.5]]
    solution(X, Y.astype(dtype), 0.5, CYCLE).close((np.array(x), np.array(y)))


def test_lam_of_1_keeps_everything(solution):
    solution(X, Y, 1.0, CYCLE).close((X, Y))


def test_lam_of_0_takes_the_partners(solution):
    solution(X, Y, 0.0, CYCLE).close((X[CYCLE], Y[CYCLE]))
    solution(X, Y, 0, CYCLE).close((X[CYCLE], Y[CYCLE]))


def test_own_partner(solution):
    """A row that is its own partner stays; the other two exchange."""
    solution(X, Y, 0.75, np.array([0, 2, 1])).close(mixup(X, Y, 0.75, [0, 2, 1]))


def test_same_class(solution):
    """Two samples of one class: the label stays whole."""
    y = np.array([[0.0, 1.0], [0.0, 1.0]])
    solution(np.array([[1.0], [3.0]]), y, 0.25, np.array([1, 0])).close((np.array([[2.5], [1.5]]), y))


def test_images(solution, rng):
    x, y, permutation = batch(rng, 5, 3, 7, 2)
    solution(x, y, 0.625, permutation).close(mixup(x, y, 0.625, permutation))


def test_many_rows(solution, rng):
    x, y, permutation = batch(rng, 307, 2)
    solution(x, y, 0.75, permutation).close(mixup(x, y, 0.75, permutation))


def test_empty_batch(solution):
    empty = np.zeros((0, 3, 2)), np.zeros((0, 5))
    solution(*empty, 0.5, np.zeros(0, dtype=np.int64)).close(empty)


def test_read_only_and_not_contiguous(solution, rng):
    x, y, _ = batch(rng, 14, 6)
    x, y, permutation = x[::2, ::2], y[::2], rng.permutation(7)
    x.flags.writeable = y.flags.writeable = permutation.flags.writeable = False
    solution(x, y, 0.25, permutation).close(mixup(x, y, 0.25, permutation))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("lam", [0.3, 0.875])
def test_random(solution, rng, lam, dtype):
    x, y, permutation = batch(rng, 13, 11, dtype=dtype)
    solution(x, y, lam, permutation).close(mixup(x.astype(np.float64), y, lam, permutation))
