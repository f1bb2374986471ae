"""Log-softmax along any axis: exact small cases, tiny probabilities, logits of 10,000, masks, all axes."""

import numpy as np
import pytest

from kb.foundations.softmax import log_softmax
from kb.grader.cases.differences import gradient_agrees
from kb.grader.cases.drawing.logits import AXES, EMPTY, ULPS, awkward, eighths, far, far_apart, logits

INF = np.inf
LN2, LN3, LN4 = np.log(2), np.log(3), np.log(4)
THREE = np.array([0, -1, -2]) - np.log(1 + np.exp(-1) + np.exp(-2))  # of logits that lie 1 apart
FIRST = -np.log(1 + np.exp(-1))  # of two logits that lie 1 apart
# x - logsumexp(x) can be no better in float32 than the rounding of logsumexp(x), which is about 10,000: `scale=ULPS`.
# What loses the maximum (overflow, clipping, an epsilon, underflow) is off by far more.


def test_shape(solution, rng):
    x = logits(rng, 3, 5)
    solution(x).close(log_softmax(x))


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, 0, 0, 0], [-LN4] * 4, id="equal logits: each has a probability of 1 in 4"),
        pytest.param([-3.5, -3.5], [-LN2] * 2, id="equal and negative"),
        pytest.param([0, LN3], [-LN4, LN3 - LN4], id="a difference of ln 3: 1 in 4 and 3 in 4"),
        pytest.param([-LN2, -LN3, -LN2 - LN3], [-LN2, -LN3, -LN2 - LN3], id="log-probabilities stay"),
        pytest.param([2, 2 + LN2, 2], [-LN4, -LN2, -LN4], id="a tie for the second place"),
        pytest.param([5 + LN2, 5, 5 + LN2], np.log([0.4, 0.2, 0.4]), id="a tie for the first place"),
        pytest.param([7], [0], id="one class is certain"),
        pytest.param([-7], [0], id="one class is certain, negative"),
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
    solution(np.log([[1.0, 2.0, 3.0], [3.0, 6.0, 1.0]]), axis=axis).close(np.log(expected))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, -30, -60], [0, -30, -60], id="small, but a float holds them"),
        pytest.param([0, -120, -800], [0, -120, -800], id="too small for a float"),
        pytest.param([1000, 0, -1000], [0, -1000, -2000], id="1000, 0, -1000"),
    ],
)
def test_tiny_probabilities(solution, x, expected, dtype):
    """Logarithms of probabilities that are 0 as floats; the sum is 1 within 1e-13."""
    solution(np.array(x, dtype=dtype)).close(np.array(expected, dtype=np.float64))


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([100, 99, 98], THREE, id="exp(100) is infinite in float32"),
        pytest.param([-200, -201, -202], THREE, id="exp(-200) is 0 in float32"),
        pytest.param([1e4, 1e4 - 1, 1e4 - 2], THREE, id="10,000 and a little less"),
        pytest.param([-1e4, -1e4 - 1, -1e4 - 2], THREE, id="-10,000 and a little less"),
        pytest.param([1e4, 0, -1e4], [0, -1e4, -2e4], id="10,000, 0, -10,000"),
        pytest.param([1e4, -1e4, 1e4 - 1], [FIRST, FIRST - 2e4, FIRST - 1], id="10,000 of both signs"),
        pytest.param([-1e4, -1e4], [-LN2, -LN2], id="-10,000 twice"),
        pytest.param([1e4], [0], id="one class of 10,000"),
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
        pytest.param([0, -INF, LN3], [-LN4, -INF, LN3 - LN4], id="in the middle"),
        pytest.param([-INF, 0, LN3], [-INF, -LN4, LN3 - LN4], id="the first"),
        pytest.param([LN3, 0, -INF], [LN3 - LN4, -LN4, -INF], id="the last"),
        pytest.param([-INF, -7, -INF], [-INF, 0, -INF], id="all but one"),
        pytest.param([-9999, -INF, -9999], [-LN2, -INF, -LN2], id="beside -9,999"),
        pytest.param([1e4, -INF, 1e4], [-LN2, -INF, -LN2], id="beside 10,000"),
    ],
)
def test_minus_infinity_stays(solution, x, expected):
    solution(np.array(x, dtype=np.float64)).close(np.array(expected, dtype=np.float64))


def test_minus_infinity_in_columns(solution):
    x = np.array([[0, -INF, 2], [-INF, 3, 2], [LN3, 3, -INF]])
    solution(x, axis=0).close([[-LN4, -INF, -LN2], [-INF, -LN2, -LN2], [LN3 - LN4, -LN2, -INF]])


@pytest.mark.parametrize("shift", [-4096.0, -37.25, 250.0, 4096.0])
def test_shift_changes_nothing(solution, rng, shift):
    x = eighths(rng, 3, 5)  # so that the shifted ones are exact
    solution(x + shift).close(log_softmax(x))


@pytest.mark.parametrize(("shape", "axis"), AXES)
def test_every_axis(solution, rng, shape, axis):
    x = logits(rng, *shape)
    solution(x, axis=axis).close(log_softmax(x, axis))


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_axis_by_position(solution, rng, axis):
    x = logits(rng, 5, 3, 2)
    solution(x, axis).close(log_softmax(x, axis))


def test_square(solution, rng):
    """With as many rows as columns a lost axis broadcasts without an error."""
    x = logits(rng, 5, 5)
    solution(x).close(log_softmax(x))


@pytest.mark.parametrize(("shape", "axis"), EMPTY.values(), ids=EMPTY)
def test_empty_batch(solution, shape, axis):
    solution(np.zeros(shape), axis=axis).close(np.zeros(shape))


@pytest.mark.parametrize("axis", [0, 1])
def test_read_only_and_not_contiguous(solution, rng, axis):
    x = awkward(rng)
    solution(x, axis=axis).close(log_softmax(x, axis))


def test_column_major(solution, rng):
    x = np.asfortranarray(logits(rng, 3, 5, 2))
    solution(x, axis=1).close(log_softmax(x, 1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_many_classes(solution, rng, dtype):
    x = logits(rng, 2, 1009, dtype=dtype)
    solution(x).close(log_softmax(x.astype(np.float64)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_random(solution, rng, dtype):
    x = logits(rng, 17, 11, dtype=dtype)
    solution(x).close(log_softmax(x.astype(np.float64)))


@pytest.mark.parametrize("offset", [-1e4, 1e4])
def test_random_far_from_zero(solution, rng, offset):
    """float32; the expected values come from the same rounded inputs."""
    x = far(rng, offset, 13, 5)
    # The rounding of numbers near 10,000, see above.
    solution(x).close(log_softmax(x.astype(np.float64)), scale=ULPS)


@pytest.mark.gradient
@pytest.mark.parametrize("axis", [-1, 0], ids=["rows", "columns"])
def test_gradient(solution, rng, axis):
    """Of a weighted sum, so that the logarithm of the sum gets a gradient of its own from every entry."""
    gradient_agrees(solution, log_softmax, rng, logits(rng, 3, 5), axis)
