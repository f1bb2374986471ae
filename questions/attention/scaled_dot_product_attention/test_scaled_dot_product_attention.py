"""Attention: the mean of values by hand, the scale, masks of every shape, causal, blind queries, large scores."""

import numpy as np
import pytest

from kb.attention.attention import scaled_dot_product_attention
from kb.grader.cases.differences import gradient_agrees
from kb.grader.cases.drawing.logits import ULPS

LN3 = np.log(3.0)
VALUES = np.array([[8.0, 0.0], [0.0, 4.0], [-4.0, 20.0]])


def draw(rng, lead=(2, 3), t=5, s=7, d=11, dv=13, dtype=np.float64):
    shapes = ((*lead, t, d), (*lead, s, d), (*lead, s, dv))
    return tuple(rng.normal(0, 1.2, shape).astype(dtype) for shape in shapes)


def expected(q, k, v, mask=None, causal=False):
    return scaled_dot_product_attention(*(x.astype(np.float64) for x in (q, k, v)), mask, causal)


def some(rng, *shape):
    """A mask that hides four keys in ten and leaves every query, causal or not, at least the first one."""
    mask = rng.random(shape) < 0.6
    mask[..., 0] = True
    return mask


def even(t, s):
    """A query and keys of zeros: all that may be seen weighs the same."""
    return np.zeros((t, 2)), np.zeros((s, 2))


def test_shape(solution, rng):
    q, k, v = draw(rng)
    result = solution(q, k, v)
    result.has_shape(2, 3, 5, 13)


@pytest.mark.parametrize(
    ("q", "k", "v", "result"),
    [
        pytest.param([[0, 0]], [[1, 2], [3, 4]], [[2], [6]], [[4]], id="a query of zeros: the mean"),
        pytest.param([[5, 7]], [[1, 2]], [[3, -1, 2]], [[3, -1, 2]], id="one key: its value"),
        pytest.param([[LN3]], [[1], [0]], [[8], [0]], [[6]], id="one feature: ln 3 is odds of 3 to 1"),
        pytest.param(
            [[2 * LN3, 0, 0, 0]],
            [[1, 0, 0, 0], [0, 0, 0, 0]],
            [[8], [0]],
            [[6]],
            id="four features: the scores are halved",
        ),
        pytest.param(
            [[0, 2 * LN3, 0, 0], [0, 0, 0, 0]],
            [[0, 0, 5, 0], [0, 1, 0, 0]],
            [[8, 0], [0, 4]],
            [[2, 3], [4, 2]],
            id="two queries, each with its own weights",
        ),
    ],
)
def test_hand_cases(solution, q, k, v, result):
    solution(*(np.array(x, dtype=np.float64) for x in (q, k, v))).close(np.array(result, dtype=np.float64))


@pytest.mark.parametrize(
    ("mask", "result"),
    [
        pytest.param([[True, True, False]], [[4, 2]], id="the last is hidden: the mean of two"),
        pytest.param([[False, True, False]], [[0, 4]], id="one is left: its value"),
        pytest.param([[True, True, True]], [[4 / 3, 8]], id="nothing is hidden"),
        pytest.param([[False, False, False]], [[0, 0]], id="everything is hidden: zeros"),
    ],
)
def test_mask_by_hand(solution, mask, result):
    q, k = even(1, 3)
    solution(q, k, VALUES, np.array(mask)).close(np.array(result, dtype=np.float64))


@pytest.mark.parametrize(
    ("t", "s", "result"),
    [
        pytest.param(3, 3, [[8, 0], [4, 2], [4 / 3, 8]], id="three and three"),
        pytest.param(2, 3, [[8, 0], [4, 2]], id="fewer queries: counted from the first key"),
        pytest.param(4, 3, [[8, 0], [4, 2], [4 / 3, 8], [4 / 3, 8]], id="more queries: the last see all"),
        pytest.param(3, 1, [[8, 0]] * 3, id="one key"),
    ],
)
def test_causal_by_hand(solution, t, s, result):
    q, k = even(t, s)
    solution(q, k, VALUES[:s], causal=True).close(np.array(result, dtype=np.float64))


def test_causal_and_mask(solution):
    """Both must allow a key: query 0 is left with nothing, query 1 with its own key."""
    q, k = even(3, 3)
    mask = np.array([[False, True, True], [False, True, True], [True, False, True]])
    solution(q, k, VALUES, mask, True).close(np.array([[0.0, 0.0], [0.0, 4.0], [2.0, 10.0]]))


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param((5, 7), id="the same for all"),
        pytest.param((7,), id="keys only"),
        pytest.param((2, 1, 1, 7), id="keys of each image: padding"),
        pytest.param((2, 1, 5, 7), id="each image"),
        pytest.param((3, 5, 7), id="each head"),
        pytest.param((5, 1), id="queries only"),
        pytest.param((2, 3, 5, 7), id="everything its own"),
    ],
)
def test_mask_broadcasts(solution, rng, shape):
    q, k, v = draw(rng)
    mask = rng.random(shape) < 0.6 if shape[-1] == 1 else some(rng, *shape)
    solution(q, k, v, mask).close(expected(q, k, v, mask))


def test_a_blind_query_beside_others(solution, rng):
    q, k, v = draw(rng)
    mask = np.ones((5, 7), dtype=bool)
    mask[2] = False
    solution(q, k, v, mask=mask).close(expected(q, k, v, mask))


@pytest.mark.parametrize(
    ("q", "k", "mask", "result"),
    [
        pytest.param([[1e4]], [[1], [-1]], None, [[8, 0]], id="10,000 and -10,000"),
        pytest.param(
            [[1e4], [-1e4]], [[1], [0.5]], None, [[8, 0], [0, 4]], id="each query has its own maximum"
        ),
        pytest.param([[1e4]], [[1], [1]], None, [[4, 2]], id="10,000 twice"),
        pytest.param([[-1e4]], [[1], [1]], None, [[4, 2]], id="-10,000 twice"),
        pytest.param([[1e4]], [[1], [0]], [[False, True]], [[0, 4]], id="a hidden score of 10,000"),
        pytest.param([[-1e4]], [[1], [2]], [[True, False]], [[8, 0]], id="-10,000 is all that is seen"),
    ],
)
def test_large_scores(solution, q, k, mask, result):
    q, k = np.array(q, dtype=np.float32), np.array(k, dtype=np.float32)
    mask = None if mask is None else np.array(mask)
    # exp(score - logsumexp) rounds a number near 10,000 in float32, which is forgiven.
    values = VALUES[:2].astype(np.float32)
    # Scores near 10,000, rounded in float32.
    solution(q, k, values, mask).close(np.array(result, dtype=np.float64), scale=ULPS)


@pytest.mark.parametrize(
    ("mask", "causal"),
    [
        pytest.param(None, True, id="hidden by causal"),
        pytest.param([[True, False, False], [True, True, False]], False, id="hidden by the mask"),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_seen_scores_far_below_hidden_ones(solution, dtype, mask, causal):
    """Query 0 sees key 0 with a score of -22,500. The others, which are hidden from it, would have -150 and -450."""
    q, k = np.array([[-150.0], [1 / 64]], dtype=dtype), np.array([[150.0], [1.0], [3.0]], dtype=dtype)
    mask = None if mask is None else np.array(mask)
    first = 1 / (1 + np.exp((1 - 150) / 64))  # the weight of key 0 for query 1, which sees key 1 as well
    result = [VALUES[0], first * VALUES[0] + (1 - first) * VALUES[1]]
    solution(q, k, VALUES.astype(dtype), mask, causal).close(np.array(result))


@pytest.mark.parametrize("lead", [(), (2,), (3, 1, 2)], ids=str)
@pytest.mark.parametrize("causal", [False, True])
def test_leading_axes(solution, rng, lead, causal):
    q, k, v = draw(rng, lead)
    solution(q, k, v, causal=causal).close(expected(q, k, v, causal=causal))


@pytest.mark.parametrize("causal", [False, True])
def test_all_sizes_equal(solution, rng, causal):
    """A swapped axis raises nothing here."""
    q, k, v = draw(rng, (5,), 5, 5, 5, 5)
    solution(q, k, v, causal=causal).close(expected(q, k, v, causal=causal))


@pytest.mark.parametrize("lead", [(0,), (2, 0)], ids=str)
def test_empty_batch(solution, rng, lead):
    q, k, v = draw(rng, lead)
    solution(q, k, v, causal=True).close(np.zeros((*lead, 5, 13)))


def test_read_only_and_not_contiguous(solution, rng):
    q, k, v = (np.swapaxes(x, 0, 1)[:, ::-1] for x in draw(rng))
    mask = np.asfortranarray(some(rng, 5, 7))
    for x in (q, k, v, mask):
        x.flags.writeable = False
    solution(q, k, v, mask).close(expected(q, k, v, mask))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("causal", [False, True])
def test_random(solution, rng, causal, dtype):
    q, k, v = draw(rng, (2, 2), 13, 17, 8, 3, dtype)
    mask = some(rng, 2, 1, 13, 17)
    solution(q, k, v, mask, causal).close(expected(q, k, v, mask, causal))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random_with_blind_queries(solution, rng, dtype):
    """The first key is hidden, so that the causal first query is left with nothing; so is every fourth one."""
    q, k, v = draw(rng, (2, 2), 13, 17, 8, 3, dtype)
    mask = rng.random((2, 1, 13, 17)) < 0.6
    mask[..., 0], mask[..., 3::4, :] = False, False
    solution(q, k, v, mask, True).close(expected(q, k, v, mask, True))


@pytest.mark.gradient
@pytest.mark.parametrize("masked", [False, True], ids=["everything is seen", "mask and causal"])
def test_gradient(solution, rng, masked):
    """In queries, keys and values. Every query sees the first key."""
    mask = rng.random((3, 4)) < 0.6
    mask[:, 0] = True
    more = (mask, True) if masked else ()
    arrays = draw(rng, (2,), 3, 4, 5, 2)
    gradient_agrees(solution, scaled_dot_product_attention, rng, *arrays, *more, wrt=(0, 1, 2))
