"""Attention in blocks: every size of block, rising and falling scores, large scores, and too many scores to hold."""

from functools import cache

import numpy as np
import pytest

from kb.attention.attention import scaled_dot_product_attention
from kb.grader.cases.differences import gradient_agrees
from kb.grader.cases.drawing.logits import ULPS

LN3 = np.log(3.0)


def draw(rng, lead=(2, 3), t=5, s=7, d=11, dv=13, dtype=np.float64):
    shapes = ((*lead, t, d), (*lead, s, d), (*lead, s, dv))
    return tuple(rng.normal(0, 1.2, shape).astype(dtype) for shape in shapes)


def expected(q, k, v):
    return scaled_dot_product_attention(*(x.astype(np.float64) for x in (q, k, v)))


def test_shape(solution, rng):
    solution(*draw(rng), 3).has_shape(2, 3, 5, 13)


@pytest.mark.parametrize("block", [1, 2, 3, 9])
@pytest.mark.parametrize(
    ("q", "k", "v", "result"),
    [
        pytest.param(
            [[0, 0]], [[1, 2], [3, 4], [5, 6]], [[2], [6], [1]], [[3]], id="a query of zeros: the mean"
        ),
        pytest.param([[5, 7]], [[1, 2]], [[3, -1, 2]], [[3, -1, 2]], id="one key: its value"),
        pytest.param([[LN3]], [[1], [0]], [[8], [0]], [[6]], id="falling: ln 3 is odds of 3 to 1"),
        pytest.param([[LN3]], [[0], [1]], [[8], [0]], [[2]], id="rising: the first shrinks"),
        pytest.param(
            [[2 * LN3, 0, 0, 0]],
            [[1, 0, 0, 0], [0, 0, 0, 0]],
            [[8], [0]],
            [[6]],
            id="four features: the scores are halved",
        ),
    ],
)
def test_hand_cases(solution, q, k, v, result, block):
    arrays = (np.array(x, dtype=np.float64) for x in (q, k, v))
    solution(*arrays, block).close(np.array(result, dtype=np.float64))


@pytest.mark.parametrize("block", [1, 2, 3, 4, 6, 7, 8, 100])
def test_every_block(solution, rng, block):
    """7 keys: blocks that divide them, blocks that do not, and one larger than all."""
    q, k, v = draw(rng)
    solution(q, k, v, block).close(expected(q, k, v))


@pytest.mark.parametrize("block", [1, 2, 5])
@pytest.mark.parametrize(
    "order",
    [
        pytest.param([0, 1, 2, 3, 4], id="rising"),
        pytest.param([4, 3, 2, 1, 0], id="falling"),
        pytest.param([1, 4, 0, 2, 3], id="the largest early"),
        pytest.param([0, 2, 1, 3, 4], id="the largest late"),
    ],
)
def test_order_of_the_scores(solution, order, block):
    """Scores 0 to 4, for two queries of opposite signs: the one rises where the other falls."""
    k = np.array(order, dtype=np.float64)[:, None]
    q, v = np.array([[1.0], [-1.0]]), np.array([[3.0, 1.0], [5.0, -2.0], [2.0, 8.0], [7.0, 0.5], [11.0, 4.0]])
    solution(q, k, v, block).close(expected(q, k, v))


@pytest.mark.parametrize("block", [1, 2, 4])
@pytest.mark.parametrize(
    ("q", "k", "result"),
    [
        pytest.param([[1e4]], [[1], [-1], [0], [-1]], [[8, 0]], id="10,000, then less"),
        pytest.param([[1e4]], [[-1], [0], [-1], [1]], [[6, 2]], id="10,000 comes last"),
        pytest.param([[-1e4]], [[1], [1], [1], [1]], [[2.5, 6.5]], id="-10,000 everywhere"),
        pytest.param([[-2e4]], [[1], [1], [1], [1]], [[2.5, 6.5]], id="-20,000 everywhere"),
        pytest.param([[-2e4]], [[1], [1.25], [1], [1.25]], [[2, 10]], id="-20,000 and less"),
        pytest.param(
            [[1e4], [-1e4]], [[0.5], [0.5], [0.5], [1]], [[6, 2], [4 / 3, 8]], id="each its own maximum"
        ),
    ],
)
def test_large_scores(solution, q, k, result, block):
    v = np.array([[8.0, 0.0], [0.0, 4.0], [-4.0, 20.0], [6.0, 2.0]], dtype=np.float32)
    q, k = np.array(q, dtype=np.float32), np.array(k, dtype=np.float32)
    # An answer that takes the exponential of score - logsumexp rounds a number near 20,000: forgiven.
    solution(q, k, v, block).close(np.array(result, dtype=np.float64), scale=2 * ULPS)


@pytest.mark.parametrize("lead", [(), (2,), (3, 1, 2)], ids=str)
def test_leading_axes(solution, rng, lead):
    q, k, v = draw(rng, lead)
    solution(q, k, v, 3).close(expected(q, k, v))


def test_all_sizes_equal(solution, rng):
    q, k, v = draw(rng, (4,), 4, 4, 4, 4)
    solution(q, k, v, 2).close(expected(q, k, v))


@pytest.mark.parametrize("lead", [(0,), (2, 0)], ids=str)
def test_empty_batch(solution, rng, lead):
    solution(*draw(rng, lead), 3).close(np.zeros((*lead, 5, 13)))


def test_read_only_and_not_contiguous(solution, rng):
    q, k, v = (np.swapaxes(x, 0, 1)[:, ::-1] for x in draw(rng))
    for x in (q, k, v):
        x.flags.writeable = False
    solution(q, k, v, 2).close(expected(q, k, v))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("block", [5, 16])
def test_random(solution, rng, block, dtype):
    q, k, v = draw(rng, (2, 2), 13, 101, 8, 3, dtype)
    solution(q, k, v, block).close(expected(q, k, v))


@pytest.mark.gradient
@pytest.mark.parametrize("block", [3, 100], ids=["three blocks", "one block"])
def test_gradient(solution, rng, block):
    """In queries, keys and values. What a running maximum adds to the gradient cancels."""
    arrays = draw(rng, (2,), 3, 7, 5, 2)
    gradient_agrees(solution, lambda q, k, v, block: expected(q, k, v), rng, *arrays, block, wrt=(0, 1, 2))


QUERIES, KEYS, BLOCK = 160, 16_000, 128  # inputs below 1 MiB, or the grader would not recognize mistakes here
MEMORY = 8 << 20  # bytes
PATIENCE = 60.0  # seconds: plain Python needs 1.5 where nothing else runs, NumPy 0.05


@cache
def many():
    """160 queries and 16,000 keys of one feature: 2.56 million scores, 20.5 MB in float64, from 0.26 MB of inputs.

    Every key occurs 250 times, at places drawn at random. Keys that are equal weigh the same, so the result is that
    of the 64 different ones with the mean of their values.
    """
    rng = np.random.default_rng(7)
    different, each = rng.normal(size=(KEYS // 250, 1)), np.repeat(np.arange(KEYS // 250), 250)
    rng.shuffle(each)
    q, v = rng.normal(size=(QUERIES, 1)), rng.normal(size=(KEYS, 1))
    means = np.bincount(each, weights=v[:, 0])[:, None] / 250
    return q, different[each], v, scaled_dot_product_attention(q, different, means)


def test_speed_of_memory(solution):
    """8 MiB are enough for blocks of keys in any style, and nobody is spared, however slow.

    A block of scores takes 0.16 MB, and so many keys and values as lists of Python's own 3 MB. All the scores take
    20.5 MB, those of 128 queries and all keys 16.4 MB. Two blocks come first, so that what a library sets up when it
    multiplies its first matrices does not count.
    """
    q, k, v, result = many()
    few = k[: 2 * BLOCK], v[: 2 * BLOCK]
    solution(q, *few, BLOCK).close(expected(q, *few))
    solution.in_memory(MEMORY, q, k, v, BLOCK, seconds=PATIENCE).close(result)
