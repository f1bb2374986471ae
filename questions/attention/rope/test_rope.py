"""RoPE: quarter turns by hand, pairs and frequencies, any positions, relative scores, lengths."""

import numpy as np
import pytest

from kb.attention.positions import rope
from kb.grader.cases.differences import gradient_agrees

QUARTER = np.pi / 2

# The inputs are float32 but for one case: angles computed in float32, as most libraries do, must be good enough.


def draw(rng, *shape, dtype=np.float32):
    return rng.normal(0, 1.5, shape).astype(dtype)


def numbers(positions):
    """Positions as an array of integers, or of float32."""
    positions = np.array(positions)
    return positions.astype(np.float32) if positions.dtype.kind == "f" else positions


def expected(x, positions, base=10000.0):
    return rope(x.astype(np.float64), positions, base)


def test_shape(solution, rng):
    solution(draw(rng, 2, 3, 5, 8), np.arange(5)).has_shape(2, 3, 5, 8)


@pytest.mark.parametrize(
    ("x", "positions", "base", "result"),
    [
        pytest.param([[1, 2, 3, 4]], [0], 10000.0, [[1, 2, 3, 4]], id="position 0 changes nothing"),
        pytest.param([[1, 0]], [QUARTER], 10000.0, [[0, 1]], id="a quarter turn, counterclockwise"),
        pytest.param([[0, 1]], [QUARTER], 10000.0, [[-1, 0]], id="a quarter turn of the second axis"),
        pytest.param([[3, 2]], [-QUARTER], 10000.0, [[2, -3]], id="a quarter turn back"),
        pytest.param(
            [[1, 2]] * 3, [0, QUARTER, np.pi], 10000.0, [[1, 2], [-2, 1], [-1, -2]], id="each token its own"
        ),
        pytest.param(
            [[1, 2, 3, 4]], [2 * np.pi], 16.0, [[1, 2, -4, 3]], id="base 16: the second pair at 1/4"
        ),
        pytest.param(
            [[1, 2, 3, 4, 5, 6]],
            [4 * np.pi],
            64.0,
            [[1, 2, -3, -4, 5 * 0.5**0.5 - 6 * 0.5**0.5, 11 * 0.5**0.5]],
            id="base 64: the pairs at 1, 1/4 and 1/16",
        ),
        pytest.param([[1, 0]], [1], 10000.0, [[np.cos(1), np.sin(1)]], id="an integer position: radians"),
    ],
)
def test_hand_cases(solution, x, positions, base, result):
    solution(np.array(x, dtype=np.float32), numbers(positions), base).close(
        np.array(result, dtype=np.float64)
    )


def test_the_base_is_ten_thousand(solution, rng):
    x = draw(rng, 5, 8)
    solution(x, np.arange(5)).close(expected(x, np.arange(5)))


@pytest.mark.parametrize(
    "positions",
    [
        pytest.param([4, 0, 3, 3, 1], id="any order, one twice"),
        pytest.param([-3, -2, -1, 0, 1], id="negative"),
        pytest.param([0.5, 1.25, 2.0, 2.75, 10.5], id="between whole numbers"),
        pytest.param([7, 8, 9, 10, 11], id="not from 0: with a cache"),
    ],
)
def test_positions(solution, rng, positions):
    x, positions = draw(rng, 2, 5, 6), numbers(positions)
    solution(x, positions).close(expected(x, positions))


@pytest.mark.parametrize("lead", [(), (3,), (2, 3), (2, 1, 3)], ids=str)
def test_leading_axes(solution, rng, lead):
    x = draw(rng, *lead, 5, 8)
    solution(x, np.arange(5)).close(expected(x, np.arange(5)))


def test_all_sizes_equal(solution, rng):
    """Batch, heads, tokens and features are 4, and there are as many tokens as pairs in the next case."""
    x = draw(rng, 4, 4, 4, 4)
    solution(x, np.arange(4)).close(expected(x, np.arange(4)))


def test_as_many_tokens_as_pairs(solution, rng):
    x = draw(rng, 3, 3, 6)
    solution(x, np.array([5, 1, 2])).close(expected(x, np.array([5, 1, 2])))


def test_lengths_stay(solution, rng):
    x = draw(rng, 5, 8)
    result = solution(x, np.arange(5) * 7)
    result.close(expected(x, np.arange(5) * 7), scale=5)  # angles of 28, rounded
    lengths = np.linalg.norm(np.asarray(result.value, dtype=np.float64), axis=-1)
    assert np.abs(lengths - np.linalg.norm(x, axis=-1)).max() < 1e-4, "a rotation does not change lengths"


def test_scores_depend_on_the_difference(solution, rng):
    """The products of queries and keys at 0..4 and at 100..104."""
    q, k = draw(rng, 5, 8), draw(rng, 5, 8)
    scores = []
    for shift in (0, 100):
        turned = [solution(x, np.arange(5) + shift) for x in (q, k)]
        for x, result in zip((q, k), turned):
            result.close(expected(x, np.arange(5) + shift), scale=20)  # angles of 104, rounded
        a, b = (np.asarray(result.value, dtype=np.float64) for result in turned)
        scores.append(a @ b.T)
    assert np.abs(scores[0] - scores[1]).max() < 2e-3, "the scores changed when all tokens moved alike"


def test_far_positions(solution, rng):
    """Angles of thousands. In float32 those of the second pair are off by 1e-5, which is forgiven; float16 is not."""
    x, positions = draw(rng, 3, 4), np.array([1000, 5000, 8191])
    # Angles of thousands, rounded in float32.
    solution(x, positions).close(expected(x, positions), scale=100)


@pytest.mark.parametrize("shape", [(0, 5, 8), (2, 0, 5, 8)], ids=str)
def test_empty_batch(solution, shape):
    solution(np.zeros(shape, np.float32), np.arange(5)).close(np.zeros(shape))


def test_read_only_and_not_contiguous(solution, rng):
    x = np.swapaxes(draw(rng, 2, 5, 3, 8), 1, 2)
    positions = np.arange(10)[::2]
    x.flags.writeable = positions.flags.writeable = False
    solution(x, positions).close(expected(x, positions))


@pytest.mark.parametrize(("dtype", "scale"), [(np.float32, 10), (np.float64, 1e5)])
def test_random(solution, rng, dtype, scale):
    x, positions = draw(rng, 2, 3, 11, 14, dtype=dtype), np.arange(11)
    # Angles up to 10 in float32 are off by 1e-6, and so are the results, also where x is float64.
    solution(x, positions, 5000.0).close(expected(x, positions, 5000.0), scale=scale)


@pytest.mark.gradient
def test_gradient(solution, rng):
    """It is turned back by the angles of the forward pass."""
    gradient_agrees(solution, rope, rng, draw(rng, 2, 5, 6), np.array([4, 0, 3, -2, 1]))
