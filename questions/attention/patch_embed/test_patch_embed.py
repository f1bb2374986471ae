"""Patch embedding: which pixel goes where by hand, order of patches and channels, sizes, the bias."""

import numpy as np
import pytest

from kb.attention.transformer_patches import patch_embed
from kb.grader.cases.differences import gradient_agrees

IMAGE = np.arange(24.0).reshape(1, 1, 4, 6)


def draw(rng, n=2, c=3, rows=2, columns=5, patch=3, d=7, dtype=np.float64):
    x = rng.normal(0, 1, (n, c, rows * patch, columns * patch))
    weight = rng.normal(0, 0.4, (d, c, patch, patch))
    return x.astype(dtype), weight.astype(dtype), rng.normal(0, 1, d).astype(dtype), patch


def expected(x, weight, bias, patch):
    return patch_embed(*(each.astype(np.float64) for each in (x, weight, bias)), patch)


def pick(c, patch, *places):
    """Filters that each copy one pixel (channel, row, column) of a patch."""
    weight = np.zeros((len(places), c, patch, patch))
    for filter_, place in zip(weight, places):
        filter_[place] = 1.0
    return weight


def test_shape(solution, rng):
    solution(*draw(rng)).has_shape(2, 10, 7)


@pytest.mark.parametrize(
    ("place", "tokens"),
    [
        pytest.param((0, 0, 0), [0, 2, 4, 12, 14, 16], id="the upper left pixel of each, row by row"),
        pytest.param((0, 0, 1), [1, 3, 5, 13, 15, 17], id="the upper right pixel"),
        pytest.param((0, 1, 0), [6, 8, 10, 18, 20, 22], id="the lower left pixel"),
    ],
)
def test_pixels(solution, place, tokens):
    result = np.array(tokens, dtype=np.float64).reshape(1, 6, 1)
    solution(IMAGE, pick(1, 2, place), np.zeros(1), 2).close(result)


def test_two_features(solution):
    """Tokens before features."""
    weight = pick(1, 2, (0, 0, 0), (0, 1, 1))
    result = [[[0, 7], [2, 9], [4, 11], [12, 19], [14, 21], [16, 23]]]
    solution(IMAGE, weight, np.zeros(2), 2).close(np.array(result, dtype=np.float64))


def test_bias(solution):
    result = [[[10.0, -1.0], [12.0, -1.0], [14.0, -1.0], [22.0, -1.0], [24.0, -1.0], [26.0, -1.0]]]
    weight = np.concatenate([pick(1, 2, (0, 0, 0)), np.zeros((1, 1, 2, 2))])
    solution(IMAGE, weight, np.array([10.0, -1.0]), 2).close(np.array(result))


def test_channels(solution):
    """Three channels of one patch: the second pixel of the third channel."""
    x = np.arange(12.0).reshape(1, 3, 2, 2)
    solution(x, pick(3, 2, (2, 0, 1)), np.zeros(1), 2).close(np.array([[[9.0]]]))


def test_whole_patch_is_summed(solution):
    x = np.array([[[[1.0, 2.0, 10.0, 20.0], [3.0, 4.0, 30.0, 40.0]]]])
    solution(x, np.ones((1, 1, 2, 2)), np.zeros(1), 2).close(np.array([[[10.0], [100.0]]]))


def test_filters_are_not_flipped(solution):
    """As every convolution of a deep network, it is a cross-correlation."""
    weight = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])
    x = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    solution(x, weight, np.zeros(1), 2).close(np.array([[[4321.0]]]))


@pytest.mark.parametrize(
    ("rows", "columns", "patch"),
    [
        pytest.param(3, 2, 2, id="higher than wide"),
        pytest.param(1, 4, 3, id="one row of patches"),
        pytest.param(4, 1, 3, id="one column of patches"),
        pytest.param(1, 1, 5, id="one patch: the whole image"),
        pytest.param(3, 5, 1, id="every pixel a patch"),
        pytest.param(3, 3, 3, id="patches, rows and pixels are all three"),
    ],
)
def test_sizes(solution, rng, rows, columns, patch):
    arrays = draw(rng, rows=rows, columns=columns, patch=patch)
    solution(*arrays).close(expected(*arrays))


def test_all_sizes_equal(solution, rng):
    """Batch, channels, patches in a row, pixels and features are all 2."""
    arrays = draw(rng, 2, 2, 2, 2, 2, 2)
    solution(*arrays).close(expected(*arrays))


def test_as_many_features_as_tokens(solution, rng):
    """(N, D, T) and (N, T, D) have the same shape here."""
    arrays = draw(rng, rows=2, columns=3, d=6)
    solution(*arrays).close(expected(*arrays))


def test_empty_batch(solution, rng):
    solution(*draw(rng, n=0)).close(np.zeros((0, 10, 7)))


def test_read_only_and_not_contiguous(solution, rng):
    x, weight, bias, patch = draw(rng)
    x, weight = np.asfortranarray(x), np.asfortranarray(weight)
    for each in (x, weight, bias):
        each.flags.writeable = False
    solution(x, weight, bias, patch).close(expected(x, weight, bias, patch))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    arrays = draw(rng, 3, 3, 3, 5, 4, 11, dtype)
    # Sums of 48 products that nearly cancel.
    solution(*arrays).close(expected(*arrays), scale=5)


@pytest.mark.gradient
def test_gradient(solution, rng):
    """In x, weight and bias."""
    arrays = draw(rng, 2, 2, 2, 1, 2, 3)
    gradient_agrees(solution, patch_embed, rng, *arrays, wrt=(0, 1, 2))
