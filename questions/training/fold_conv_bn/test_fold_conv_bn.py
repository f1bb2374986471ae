"""Folding: by hand, with and without a bias, as many inputs as outputs, and what a folded convolution computes."""

import numpy as np
import pytest

from kb.training.batch_norm import normalize
from kb.training.batch_norm_folding import fold_conv_bn


def draw(rng, shape, dtype=np.float32):
    o = shape[0]
    sizes = (
        rng.normal(size=o),
        rng.uniform(-2, 2, o),
        rng.normal(size=o),
        rng.normal(size=o),
        rng.uniform(0.5, 4, o),
    )
    return [each.astype(dtype) for each in (rng.normal(size=shape), *sizes)]


def exact(arrays, *more):
    return fold_conv_bn(*(None if array is None else array.astype(np.float64) for array in arrays), *more)


def row(*values):
    return np.array(values, dtype=np.float32)


def test_shape(solution, rng):
    arrays = draw(rng, (5, 3, 2, 7))
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize(
    ("bias", "gamma", "beta", "mean", "var", "eps", "expected"),
    [
        pytest.param([0], 1, 0, 0, 1, 0, ([3, -6], 0), id="nothing to do"),
        pytest.param([0], 4, 0, 0, 1, 0, ([12, -24], 0), id="gamma scales"),
        pytest.param([0], 1, 5, 0, 1, 0, ([3, -6], 5), id="beta is added"),
        pytest.param([0], 1, 0, 7, 1, 0, ([3, -6], -7), id="the mean is subtracted"),
        pytest.param([0], 1, 0, 0, 4, 0, ([1.5, -3], 0), id="the variance 4 is a deviation of 2"),
        pytest.param([0], 1, 0, 0, 1, 3, ([1.5, -3], 0), id="eps is added to the variance, inside the root"),
        pytest.param([8], 1, 0, 0, 4, 0, ([1.5, -3], 4), id="the bias is scaled, too"),
        pytest.param([8], 2, 5, 7, 12, 4, ([1.5, -3], 5.5), id="all of it"),
        pytest.param(None, 2, 5, 7, 12, 4, ([1.5, -3], 1.5), id="no bias"),
        pytest.param([8], -2, 5, 7, 12, 4, ([-1.5, 3], 4.5), id="a negative gamma"),
        pytest.param([8], 0, 5, 7, 12, 4, ([0, 0], 5), id="a gamma of 0: only beta is left"),
    ],
)
def test_hand_cases(solution, bias, gamma, beta, mean, var, eps, expected):
    """One output, two inputs, 1 x 1."""
    weight, shift = expected
    given = None if bias is None else row(*bias)
    result = solution(row(3, -6).reshape(1, 2, 1, 1), given, row(gamma), row(beta), row(mean), row(var), eps)
    result.close((row(*weight).reshape(1, 2, 1, 1), row(shift)))


def test_outputs_do_not_mix(solution):
    weight = np.ones((2, 3, 1, 1), dtype=np.float32)
    result = solution(weight, row(1, 2), row(2, 3), row(10, 20), row(5, 6), row(3, 35), 1.0)
    result.close((weight * row(1, 0.5)[:, None, None, None], row(6, 18)))


@pytest.mark.parametrize("shape", [(3, 3, 2, 5), (3, 2, 5, 3), (2, 5, 2, 3), (3, 3, 3, 3)])
def test_sizes_that_agree(solution, rng, shape):
    """A row along a wrong axis would not be noticed."""
    arrays = draw(rng, shape)
    solution(*arrays).close(exact(arrays))


def test_defaults(solution, rng):
    """Small variances, beside which the eps of 1e-5 shows."""
    *arrays, var = draw(rng, (5, 3, 2, 2))
    arrays = [*arrays, var / 10000]
    solution(*arrays).close(exact(arrays, 1e-5))


def test_the_folded_convolution_does_the_same(solution, rng):
    """A kernel as large as its input: the convolution is a sum of products."""
    arrays = draw(rng, (5, 3, 2, 7))
    result = solution(*arrays, 0.25)
    result.close(exact(arrays, 0.25))
    x = rng.normal(size=(11, 3, 2, 7))
    weight, bias, gamma, beta, mean, var = (each.astype(np.float64) for each in arrays)
    expected = normalize(np.einsum("nihw,oihw->no", x, weight) + bias, mean, var, gamma, beta, 0.25)
    folded, shift = (np.asarray(part, dtype=np.float64) for part in result.value)
    # A relation of the case itself: sums of 42 products, with weights that are rounded in float32.
    np.testing.assert_allclose(np.einsum("nihw,oihw->no", x, folded) + shift, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
def test_read_only_and_not_contiguous(solution, rng, bias):
    weight, *rows = draw(rng, (10, 3, 4, 5))
    arrays = [weight[::2, :, ::-1], *(each[::2] for each in rows)]
    for array in arrays:
        array.flags.writeable = False
    if not bias:
        arrays[1] = None
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
def test_random(solution, rng, bias):
    arrays = draw(rng, (7, 5, 3, 2))
    if not bias:
        arrays[1] = None
    solution(*arrays).close(exact(arrays))


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
def test_float64(solution, rng, bias):
    """The result is as exact as the inputs: zeros in float32 for a missing bias would show."""
    arrays = draw(rng, (5, 3, 2, 2), np.float64)
    if not bias:
        arrays[1] = None
    solution(*arrays).close(exact(arrays))
