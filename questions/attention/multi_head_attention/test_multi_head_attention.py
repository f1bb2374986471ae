"""Multi-head attention: order of rows and heads by hand, the scale of a head, biases, causal, numbers of heads."""

import numpy as np
import pytest

from kb.attention.attention import multi_head_attention
from kb.grader.cases.differences import gradient_agrees

LN3 = np.log(3.0)


def draw(rng, n=2, t=5, d=12, dtype=np.float64):
    shapes = ((n, t, d), (3 * d, d), (3 * d,), (d, d), (d,))
    scales = (1.0, 0.4, 0.5, 0.4, 0.5)
    return tuple(rng.normal(0, s, shape).astype(dtype) for s, shape in zip(scales, shapes))


def expected(arrays, heads, causal=False):
    return multi_head_attention(*(x.astype(np.float64) for x in arrays), heads, causal)


def plain(d):
    """Queries of zeros (everything weighs the same), keys of zeros, values and output as they are."""
    w_qkv = np.concatenate([np.zeros((2 * d, d)), np.eye(d)])
    return w_qkv, np.zeros(3 * d), np.eye(d), np.zeros(d)


TOKENS = np.array([[[1.0, 2.0, 3.0, 4.0], [5.0, 0.0, -1.0, 8.0]]])


def test_shape(solution, rng):
    solution(*draw(rng), 3).has_shape(2, 5, 12)


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_equal_scores_give_the_mean(solution, heads):
    mean = [3.0, 1.0, 1.0, 6.0]
    solution(TOKENS, *plain(4), heads).close(np.array([[mean, mean]]))


def test_causal_by_hand(solution):
    solution(TOKENS, *plain(4), 2, causal=True).close(
        np.array([[[1.0, 2.0, 3.0, 4.0], [3.0, 1.0, 1.0, 6.0]]])
    )


def test_biases(solution):
    """Of the values and of the output: both are simply added here."""
    w_qkv, b_qkv, w_out, b_out = plain(4)
    b_qkv[8:] = [10.0, 20.0, 30.0, 40.0]
    b_out[:] = [0.5, 0.25, 0.0, -1.0]
    row = [13.5, 21.25, 31.0, 45.0]
    solution(TOKENS, w_qkv, b_qkv, w_out, b_out, 2).close(np.array([[row, row]]))


@pytest.mark.parametrize(
    ("heads", "scale"), [pytest.param(1, 2.0, id="one head of 4"), pytest.param(4, 1.0, id="four heads of 1")]
)
def test_scale_is_that_of_a_head(solution, heads, scale):
    """The only score that is not 0 is feature 0 of query and key, ln 3 after the scale; values are 8 and 0."""
    x = np.array([[[1.0, 0.0, 0.0, 8.0], [0.0, 0.0, 0.0, 0.0]]])
    w_qkv = np.zeros((12, 4))
    w_qkv[0, 0] = scale * LN3  # query
    w_qkv[4, 0] = 1.0  # key
    w_qkv[8, 3] = 1.0  # value, in feature 0
    result = [[[6.0, 0, 0, 0], [4.0, 0, 0, 0]]]
    solution(x, w_qkv, np.zeros(12), np.eye(4), np.zeros(4), heads).close(np.array(result))


def test_heads_own_neighboring_features(solution):
    """Two heads of 2. Only head 1 compares; its values are features 2 and 3, and they leave at places 2 and 3."""
    x = np.array([[[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]])
    w_qkv, b_qkv = np.zeros((12, 4)), np.zeros(12)
    w_qkv[2, 0] = np.sqrt(2.0) * LN3  # query, feature 2
    w_qkv[6, 0] = 1.0  # key, feature 2
    w_qkv[8:, 0] = [8.0, 16.0, 24.0, 32.0]  # values of token 0
    result = [[[4.0, 8.0, 18.0, 24.0], [4.0, 8.0, 12.0, 16.0]]]
    solution(x, w_qkv, b_qkv, np.eye(4), np.zeros(4), 2).close(np.array(result))


def test_the_output_matrix_is_transposed(solution):
    w_qkv, b_qkv, _, b_out = plain(4)
    w_out = np.zeros((4, 4))
    w_out[0, 1] = 1.0  # output 0 is feature 1
    solution(TOKENS, w_qkv, b_qkv, w_out, b_out, 2).close(np.array([[[1.0, 0, 0, 0]] * 2]))


@pytest.mark.parametrize("heads", [1, 2, 3, 6, 12])
@pytest.mark.parametrize("causal", [False, True])
def test_every_number_of_heads(solution, rng, heads, causal):
    arrays = draw(rng)
    solution(*arrays, heads, causal).close(expected(arrays, heads, causal))


def test_one_token(solution, rng):
    """Nothing to choose from: the value, projected."""
    arrays = draw(rng, t=1)
    solution(*arrays, 4).close(expected(arrays, 4))


def test_all_sizes_equal(solution, rng):
    """Tokens, heads, features of a head and batch are all 3: a swapped axis raises nothing."""
    arrays = draw(rng, 3, 3, 9)
    solution(*arrays, 3).close(expected(arrays, 3))


def test_images_do_not_mix(solution, rng):
    """The second image is the first, and ten times as large: the result of the first stays."""
    arrays = draw(rng, n=1)
    both = np.concatenate([arrays[0], 10 * arrays[0]])
    solution(both, *arrays[1:], 3).close(expected((both, *arrays[1:]), 3))


def test_large_scores(solution):
    """Scores of 10,000 and -10,000."""
    w_qkv = np.concatenate([np.eye(2), np.eye(2), np.eye(2)]).astype(np.float32)
    x = np.array([[[100.0, 0.0], [-100.0, 0.0]]], dtype=np.float32)
    zeros = np.zeros(6, np.float32), np.zeros(2, np.float32)
    solution(x, w_qkv, zeros[0], np.eye(2, dtype=np.float32), zeros[1], 2).close(x.astype(np.float64))


@pytest.mark.parametrize(
    "own",
    [
        pytest.param(10.0, id="-100"),
        pytest.param(40.0, id="-1,600"),
        pytest.param(150.0, id="-22,500"),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_causal_beside_large_scores(solution, own, dtype):
    """Keys are minus queries. Token 0 sees itself with a score of -own²; hidden ones would have -own and -3 own.

    Whatever stands for a hidden score has to lie below every score that is seen. Here it is not enough to be negative.
    """
    x = np.array([[[own], [1.0], [3.0]]], dtype=dtype)
    w_qkv, zeros = np.array([[1.0], [-1.0], [1.0]], dtype=dtype), np.zeros(3, dtype)
    arrays = x, w_qkv, zeros, np.ones((1, 1), dtype), zeros[:1]
    solution(*arrays, 1, causal=True).close(expected(arrays, 1, causal=True))


def test_empty_batch(solution, rng):
    solution(*draw(rng, n=0), 3).close(np.zeros((0, 5, 12)))


def test_read_only_and_not_contiguous(solution, rng):
    arrays = tuple(np.asfortranarray(x) for x in draw(rng))
    for x in arrays:
        x.flags.writeable = False
    solution(*arrays, 4).close(expected(arrays, 4))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("causal", [False, True])
def test_random(solution, rng, causal, dtype):
    arrays = draw(rng, 3, 11, 20, dtype)
    # In float32 three products in a row round what the softmax then compares.
    solution(*arrays, 5, causal).close(expected(arrays, 5, causal), scale=10)


@pytest.mark.gradient
@pytest.mark.parametrize("causal", [False, True])
def test_gradient(solution, rng, causal):
    """In x, both weights and both biases."""
    arrays = draw(rng, 2, 3, 4)
    gradient_agrees(solution, multi_head_attention, rng, *arrays, 2, causal, wrt=(0, 1, 2, 3, 4))
