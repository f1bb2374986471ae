"""Softmax along any axis: exact small cases, logits of 10,000, masked entries, axes, dtypes and layouts."""

import numpy as np
import pytest

from kb.foundations.softmax import softmax
from kb.grader.cases.differences import gradient_agrees
from kb.grader.cases.drawing.logits import AXES, EMPTY, ULPS, awkward, eighths, far, far_apart, logits

INF = np.inf
LN2, LN3 = np.log(2), np.log(3)
THREE = np.exp([0, -1, -2]) / np.exp([0, -1, -2]).sum()  # of logits that lie 1 apart
FIRST = 1 / (1 + np.exp(-1))  # of two logits that lie 1 apart
# An answer such as exp(x - logsumexp(x)) rounds a number near 10,000 in float32, and its probabilities are off by
# that fraction, which is forgiven: `scale=ULPS`.


def test_shape(solution, rng):
    x = logits(rng, 3, 5)
    solution(x).close(softmax(x))


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, 0, 0, 0], [1 / 4] * 4, id="equal logits share alike"),
        pytest.param([-3.5, -3.5], [1 / 2] * 2, id="equal and negative"),
        pytest.param([0, LN3], [1 / 4, 3 / 4], id="a difference of ln 3 is odds of 1 to 3"),
        pytest.param([0, LN2, np.log(5)], [1 / 8, 2 / 8, 5 / 8], id="logarithms of 1, 2 and 5"),
        pytest.param([-LN2, -LN3, -np.log(6)], [1 / 2, 1 / 3, 1 / 6], id="log-probabilities come back"),
        pytest.param([2, 2 + LN2, 2], [1 / 4, 1 / 2, 1 / 4], id="a tie for the second place"),
        pytest.param([1 + LN2, 1, 1 + LN2], [2 / 5, 1 / 5, 2 / 5], id="a tie for the first place"),
        pytest.param([7], [1], id="one class"),
        pytest.param([-7], [1], id="one class, negative"),
    ],
)
def test_hand_cases(solution, x, expected):
    solution(np.array(x, dtype=np.float64)).close(np.array(expected, dtype=np.float64))


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        pytest.param(1, [[1 / 6, 2 / 6, 3 / 6], [3 / 10, 6 / 10, 1 / 10]], id="rows"),
        pytest.param(-1, [[1 / 6, 2 / 6, 3 / 6], [3 / 10, 6 / 10, 1 / 10]], id="rows, counted from the end"),
        pytest.param(0, [[1 / 4, 2 / 8, 3 / 4], [3 / 4, 6 / 8, 1 / 4]], id="columns"),
        pytest.param(-2, [[1 / 4, 2 / 8, 3 / 4], [3 / 4, 6 / 8, 1 / 4]], id="columns, counted from the end"),
    ],
)
def test_rows_and_columns(solution, axis, expected):
    solution(np.log([[1.0, 2.0, 3.0], [3.0, 6.0, 1.0]]), axis=axis).close(expected)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([100, 99, 98], THREE, id="exp(100) is infinite in float32"),
        pytest.param([-200, -201, -202], THREE, id="exp(-200) is 0 in float32"),
        pytest.param([1000, 0, -1000], [1, 0, 0], id="1000, 0, -1000"),
        pytest.param([1e4, 1e4 - 1, 1e4 - 2], THREE, id="10,000 and a little less"),
        pytest.param([-1e4, -1e4 - 1, -1e4 - 2], THREE, id="-10,000 and a little less"),
        pytest.param([1e4, -1e4, 1e4 - 1], [FIRST, 0, 1 - FIRST], id="10,000 of both signs"),
        pytest.param([-1e4, -1e4], [1 / 2, 1 / 2], id="-10,000 twice"),
        pytest.param([1e4], [1], id="one class of 10,000"),
    ],
)
def test_large_logits(solution, x, expected):
    # The rounding of numbers near 10,000, see above.
    solution(np.array(x, dtype=np.float32)).close(np.array(expected, dtype=np.float64), scale=ULPS)


@pytest.mark.parametrize("offset", [-1e4, 1e4])
def test_large_logits_in_float64(solution, offset):
    solution(np.array([0.0, -1.0, -2.0]) + offset).close(THREE)


@pytest.mark.parametrize("axis", [1, 0], ids=["rows", "columns"])
def test_slices_far_apart(solution, axis):
    """Every slice has logits 1 apart; only one of them holds the maximum of the array."""
    x, expected = far_apart(), np.tile(THREE, (3, 1))
    solution(x.T if axis == 0 else x, axis=axis).close(expected.T if axis == 0 else expected)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, -INF, LN3], [1 / 4, 0, 3 / 4], id="in the middle"),
        pytest.param([-INF, 0, LN3], [0, 1 / 4, 3 / 4], id="the first"),
        pytest.param([LN3, 0, -INF], [3 / 4, 1 / 4, 0], id="the last"),
        pytest.param([-INF, -7, -INF], [0, 1, 0], id="all but one"),
        pytest.param([-9999, -INF, -9999], [1 / 2, 0, 1 / 2], id="beside -9,999"),
        pytest.param([1e4, -INF, 1e4], [1 / 2, 0, 1 / 2], id="beside 10,000"),
    ],
)
def test_minus_infinity_gets_zero(solution, x, expected):
    solution(np.array(x, dtype=np.float64)).close(np.array(expected, dtype=np.float64))


def test_minus_infinity_in_columns(solution):
    x = np.array([[0, -INF, 2], [-INF, 3, 2], [LN3, 3, -INF]])
    solution(x, axis=0).close([[1 / 4, 0, 1 / 2], [0, 1 / 2, 1 / 2], [3 / 4, 1 / 2, 0]])


@pytest.mark.parametrize("shift", [-4096.0, -37.25, 250.0, 4096.0])
def test_shift_changes_nothing(solution, rng, shift):
    x = eighths(rng, 3, 5)  # so that the shifted ones are exact
    solution(x + shift).close(softmax(x))


@pytest.mark.parametrize(("shape", "axis"), AXES)
def test_every_axis(solution, rng, shape, axis):
    x = logits(rng, *shape)
    solution(x, axis=axis).close(softmax(x, axis))


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_axis_by_position(solution, rng, axis):
    x = logits(rng, 5, 3, 2)
    solution(x, axis).close(softmax(x, axis))


def test_square(solution, rng):
    """With as many rows as columns a lost axis broadcasts without an error."""
    x = logits(rng, 5, 5)
    solution(x).close(softmax(x))


@pytest.mark.parametrize(("shape", "axis"), EMPTY.values(), ids=EMPTY)
def test_empty_batch(solution, shape, axis):
    solution(np.zeros(shape), axis=axis).close(np.zeros(shape))


@pytest.mark.parametrize("axis", [0, 1])
def test_read_only_and_not_contiguous(solution, rng, axis):
    x = awkward(rng)
    solution(x, axis=axis).close(softmax(x, axis))


def test_column_major(solution, rng):
    x = np.asfortranarray(logits(rng, 3, 5, 2))
    solution(x, axis=1).close(softmax(x, 1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_many_classes(solution, rng, dtype):
    """A wrong sum shows better here than a wrong entry, since the probabilities are small."""
    x = logits(rng, 2, 1009, dtype=dtype)
    result = solution(x)
    result.close(softmax(x.astype(np.float64)))
    total = np.sum(np.asarray(result.value, dtype=np.float64), axis=-1)
    assert np.abs(total - 1).max() < (1e-3 if dtype is np.float32 else 1e-9), "the rows do not sum to 1"


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype):
    x = logits(rng, 17, 11, dtype=dtype)
    solution(x).close(softmax(x.astype(np.float64)))


@pytest.mark.parametrize("offset", [-1e4, 1e4])
def test_random_far_from_zero(solution, rng, offset):
    """float32; the expected values come from the same rounded inputs."""
    x = far(rng, offset, 13, 5)
    # The rounding of numbers near 10,000, see above.
    solution(x).close(softmax(x.astype(np.float64)), scale=ULPS)


@pytest.mark.gradient
@pytest.mark.parametrize("axis", [-1, 0], ids=["rows", "columns"])
def test_gradient(solution, rng, axis):
    """Of a weighted sum: the plain sum of a softmax is constant and has no gradient."""
    gradient_agrees(solution, softmax, rng, logits(rng, 3, 5), axis)
