"""Mean IoU: matrices by hand, absent classes, NaN, large counts, dtypes."""

import numpy as np
import pytest

NAN = float("nan")
# 2e-6, as for float32: counts are integers, and PyTorch divides integers in float32.
ROUNDED = 2e4


def by_definition(matrix):
    """Each class from the pixels: a list of pairs, and sets of positions."""
    pairs = [pair for pair, count in np.ndenumerate(matrix) for _ in range(int(count))]
    ious = []
    for label in range(len(matrix)):
        truth = {place for place, pair in enumerate(pairs) if pair[0] == label}
        guess = {place for place, pair in enumerate(pairs) if pair[1] == label}
        if truth | guess:
            ious.append(len(truth & guess) / len(truth | guess))
    return sum(ious) / len(ious)


def test_shape(solution, rng):
    matrix = rng.integers(1, 9, (5, 5))
    result = solution(matrix)
    result.has_shape()
    result.close(by_definition(matrix), scale=ROUNDED)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        pytest.param([[3, 0], [0, 4]], 1.0, id="all right"),
        pytest.param([[0, 3], [4, 0]], 0.0, id="all wrong"),
        pytest.param([[2, 1], [1, 2]], 0.5, id="2 of 4 in both classes"),
        pytest.param([[3, 1], [0, 4]], (3 / 4 + 4 / 5) / 2, id="one pixel wrong"),
        pytest.param([[90, 0], [10, 0]], 0.45, id="only background"),
        pytest.param(
            [[50, 10, 0], [5, 30, 5], [0, 5, 15]], (50 / 65 + 30 / 55 + 15 / 25) / 3, id="three classes"
        ),
        pytest.param([[1, 2, 3], [4, 5, 6], [7, 8, 9]], (1 / 17 + 5 / 25 + 9 / 33) / 3, id="1 to 9"),
        pytest.param([[7]], 1.0, id="one class"),
    ],
)
def test_hand_cases(solution, matrix, expected):
    solution(np.array(matrix)).close(expected, scale=ROUNDED)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        pytest.param([[3, 1, 0], [0, 4, 0], [0, 0, 0]], (3 / 4 + 4 / 5) / 2, id="the last class is absent"),
        pytest.param([[0, 0, 0], [0, 3, 1], [0, 0, 4]], (3 / 4 + 4 / 5) / 2, id="the first class is absent"),
        pytest.param(
            [[3, 0, 1], [0, 0, 0], [0, 0, 4]], (3 / 4 + 4 / 5) / 2, id="one in the middle is absent"
        ),
        pytest.param([[3, 0, 1], [0, 4, 0], [0, 0, 0]], (3 / 4 + 1 + 0) / 3, id="only predicted: 0 counts"),
        pytest.param([[3, 0, 0], [0, 4, 0], [1, 0, 0]], (3 / 4 + 1 + 0) / 3, id="never predicted: 0 counts"),
        pytest.param([[5, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4], 1.0, id="one class is left"),
    ],
)
def test_absent_classes(solution, matrix, expected):
    solution(np.array(matrix)).close(expected, scale=ROUNDED)


@pytest.mark.parametrize("classes", [1, 3])
def test_all_absent(solution, classes):
    solution(np.zeros((classes, classes), dtype=int)).close(NAN)


def test_all_absent_in_floats(solution):
    solution(np.zeros((2, 2))).close(NAN)


def test_transposing_changes_nothing(solution, rng):
    matrix = rng.integers(0, 9, (4, 4))
    solution(matrix.T).close(by_definition(matrix), scale=ROUNDED)


def test_large_counts(solution):
    """More pixels than 32 bits can count, and a class of one pixel beside them."""
    solution(np.array([[6_000_000_000, 2_000_000_000], [0, 1]])).close(
        (3 / 4 + 1 / 2_000_000_001) / 2, scale=ROUNDED
    )


def test_shares_instead_of_counts(solution):
    """A matrix that was divided by the number of pixels: an epsilon that could matter shows here."""
    matrix = np.array([[0.5, 0.25], [0, 0.25]])
    solution(matrix).close((2 / 3 + 1 / 2) / 2, scale=ROUNDED)
    solution(matrix * 2.0**-40).close((2 / 3 + 1 / 2) / 2, scale=ROUNDED)


def test_float32(solution):
    solution(np.array([[3, 1], [0, 4]], dtype=np.float32)).close((3 / 4 + 4 / 5) / 2)


def test_read_only_and_not_contiguous(solution, rng):
    matrix = rng.integers(0, 9, (8, 4))[::2]
    matrix.flags.writeable = False
    solution(matrix).close(by_definition(matrix), scale=ROUNDED)


def test_random(solution, rng):
    matrix = rng.integers(0, 12, (7, 7)) + np.eye(7, dtype=int)  # every class occurs
    solution(matrix).close(by_definition(matrix), scale=ROUNDED)


def test_random_with_an_absent_class(solution, rng):
    matrix = rng.integers(0, 12, (7, 7))
    matrix[3], matrix[:, 3] = 0, 0
    solution(matrix).close(by_definition(matrix), scale=ROUNDED)
