"""The proof of ``kb.training.normalization`` and of the weight normalizations: torch, relations, hand cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.nn import functional

from kb.training.batch_norm import batch_norm
from kb.training.normalization import group_norm, instance_norm, layer_norm, rms_norm, standardize
from kb.training.normalization_weights import spectral_norm, weight_norm, weight_standardization

pytestmark = pytest.mark.filterwarnings("error")

DTYPES = [np.float32, np.float64]


def draw(*shape: int, channels: int, dtype: type = np.float64, offset: float = 0.0) -> list[np.ndarray]:
    """x and two rows for its channels."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=shape) * rng.uniform(0.5, 4, shape[:1] + (1,) * (len(shape) - 1)) + offset
    return [each.astype(dtype) for each in (x, rng.uniform(-2, 2, channels), rng.normal(size=channels))]


def tensors(*arrays: np.ndarray) -> list[torch.Tensor]:
    return [torch.tensor(array) for array in arrays]


def close(result: np.ndarray, expected: torch.Tensor, dtype: type, offset: float = 0.0) -> None:
    assert result.dtype == dtype
    eps = float(np.finfo(dtype).eps)
    np.testing.assert_allclose(result, expected, rtol=64 * eps, atol=64 * eps * (1 + offset / 8))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(7,), (5, 7), (2, 3, 7), (2, 1, 5, 7), (0, 7), (2, 0, 7)])
@pytest.mark.parametrize("eps", [1e-5, 0.25])
def test_layer_and_rms_norm_agree_with_torch(shape: tuple[int, ...], dtype: type, eps: float) -> None:
    x, gamma, beta = draw(*shape, channels=7, dtype=dtype)
    close(
        layer_norm(x, gamma, beta, eps),
        functional.layer_norm(*tensors(x), (7,), *tensors(gamma, beta), eps),
        dtype,
    )
    close(rms_norm(x, gamma, eps), functional.rms_norm(*tensors(x), (7,), *tensors(gamma), eps), dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("groups", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", [(5, 6, 2, 7), (1, 6, 3, 1), (0, 6, 2, 3)])
def test_group_norm_agrees_with_torch(shape: tuple[int, ...], groups: int, dtype: type) -> None:
    x, gamma, beta = draw(*shape, channels=6, dtype=dtype)
    expected = functional.group_norm(*tensors(x), groups, *tensors(gamma, beta), 1e-3)
    close(group_norm(x, groups, gamma, beta, 1e-3), expected, dtype)


@pytest.mark.parametrize("offset", [-1e4, 1e4])
@pytest.mark.parametrize("dtype", DTYPES)
def test_far_from_zero(offset: float, dtype: type) -> None:
    x, gamma, beta = draw(5, 6, 3, 7, channels=6, dtype=dtype, offset=offset)
    exact = [each.astype(float) for each in (x, gamma, beta)]
    close(group_norm(x, 2, gamma, beta), group_norm(exact[0], 2, *exact[1:]), dtype, 1e4)
    row, scale, shift = draw(5, 7, channels=7, dtype=dtype, offset=offset)
    exact = [each.astype(float) for each in (row, scale, shift)]
    close(layer_norm(row, scale, shift), layer_norm(*exact), dtype, 1e4)


def test_instance_norm_agrees_with_torch() -> None:
    x, gamma, beta = draw(5, 3, 2, 7, channels=3)
    expected = functional.instance_norm(*tensors(x), None, None, *tensors(gamma, beta))
    close(instance_norm(x, gamma, beta), expected, np.float64)


def test_only_the_axes_differ() -> None:
    x = draw(5, 6, 2, 7, channels=6)[0]
    one, zero = np.ones(6), np.zeros(6)
    np.testing.assert_allclose(
        batch_norm(x, one, zero, zero, one, True)[0], standardize(x, (0, 2, 3)), rtol=1e-12
    )
    np.testing.assert_allclose(instance_norm(x, one, zero), standardize(x, (2, 3)), rtol=1e-12)
    np.testing.assert_allclose(group_norm(x, 1, one, zero), standardize(x, (1, 2, 3)), rtol=1e-12)
    rows = layer_norm(np.moveaxis(x, 1, -1), one, zero)  # each position by itself, as ConvNeXt does
    np.testing.assert_allclose(np.moveaxis(rows, -1, 1), standardize(x, 1), rtol=1e-12)


def test_group_norm_with_one_group_is_not_layer_norm_of_each_position() -> None:
    x = draw(2, 6, 2, 3, channels=6)[0]
    assert np.abs(standardize(x, (1, 2, 3)) - standardize(x, 1)).max() > 0.1


@pytest.mark.parametrize(
    "method",
    [
        pytest.param(lambda x: standardize(x, (2, 3)), id="instance"),
        pytest.param(lambda x: group_norm(x, 2, np.ones(6), np.zeros(6)), id="group"),
    ],
)
def test_no_image_sees_another(method: Callable[[np.ndarray], np.ndarray]) -> None:
    x = draw(5, 6, 2, 7, channels=6)[0]
    np.testing.assert_allclose(method(x)[3], method(x[3:4])[0], rtol=1e-12)


def test_instance_norm_takes_contrast_out_of_each_image() -> None:
    x, gamma, beta = draw(5, 3, 4, 7, channels=3)
    style = np.random.default_rng(5).uniform(0.5, 3, (5, 3, 1, 1))
    np.testing.assert_allclose(
        instance_norm(x * style + 9 * style, gamma, beta, 0.0), instance_norm(x, gamma, beta, 0.0), rtol=1e-9
    )


@pytest.mark.parametrize(
    ("x", "layer", "rms"),
    [
        pytest.param([3, -3], [1, -1], [1, -1], id="mean 0: both are the same"),
        pytest.param([5, 5], [0, 0], [1, 1], id="constant: only RMS norm keeps it"),
        pytest.param([1, 7], [-1, 1], [0.2, 1.4], id="root mean square 5, mean 4, deviation 3"),
    ],
)
def test_by_hand(x: list[float], layer: list[float], rms: list[float]) -> None:
    np.testing.assert_allclose(layer_norm([x], [1, 1], [0, 0], 1e-14), [layer], atol=1e-12)
    np.testing.assert_allclose(rms_norm([x], [1, 1], 0.0), [rms], rtol=1e-14)
    np.testing.assert_allclose(rms_norm([x], [2, -1], 0.0), [[2 * rms[0], -rms[1]]], rtol=1e-14)


def test_shift_and_scale() -> None:
    """Layer norm forgets a shift and a positive factor, RMS norm a factor only."""
    x, gamma, beta = draw(5, 7, channels=7)
    np.testing.assert_allclose(
        layer_norm(3 * x + 2, gamma, beta, 0.0), layer_norm(x, gamma, beta, 0.0), rtol=1e-10
    )
    np.testing.assert_allclose(rms_norm(3 * x, gamma, 0.0), rms_norm(x, gamma, 0.0), rtol=1e-12)
    assert np.abs(rms_norm(x + 2, gamma) - rms_norm(x, gamma)).max() > 0.1
    np.testing.assert_allclose(
        rms_norm(x - x.mean(axis=-1, keepdims=True), gamma, 1e-5), layer_norm(x, gamma, 0 * beta), rtol=1e-12
    )


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: layer_norm(np.ones((5, 7)), np.ones(5), np.ones(7)), id="gamma of the rows"),
        pytest.param(lambda: layer_norm(np.ones((5, 7)), np.ones(7), np.ones(1)), id="beta of one"),
        pytest.param(lambda: rms_norm(np.ones((5, 7)), np.ones((5, 7))), id="gamma like x"),
        pytest.param(
            lambda: group_norm(np.ones((5, 6, 2, 2)), 4, np.ones(6), np.ones(6)), id="6 channels, 4 groups"
        ),
        pytest.param(lambda: group_norm(np.ones((5, 6, 2, 2)), 0, np.ones(6), np.ones(6)), id="no group"),
        pytest.param(lambda: group_norm(np.ones((5, 6)), 2, np.ones(6), np.ones(6)), id="no positions"),
        pytest.param(
            lambda: group_norm(np.ones((5, 6, 2, 2)), 2, np.ones(2), np.ones(6)), id="gamma of the groups"
        ),
        pytest.param(lambda: weight_norm(np.ones((5, 7)), np.ones(7)), id="g of the inputs"),
        pytest.param(lambda: weight_standardization(np.ones((5, 7))), id="a matrix"),
        pytest.param(lambda: spectral_norm(np.ones((5, 7)), np.ones(5), 0), id="no step"),
        pytest.param(lambda: spectral_norm(np.ones((5, 7)), np.ones(7), 1), id="u of the inputs"),
    ],
)
def test_errors(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"shape|expected"):
        call()


# ---------------------------------------------------------------- weights


def test_weight_norm_agrees_with_torch() -> None:
    rng = np.random.default_rng(7)
    v, g = rng.normal(size=(5, 3, 2, 2)), rng.normal(size=5)
    expected = torch._weight_norm(torch.tensor(v), torch.tensor(g).reshape(5, 1, 1, 1), 0)
    np.testing.assert_allclose(weight_norm(v, g), expected, rtol=1e-12)
    lengths = np.linalg.norm(weight_norm(v, g).reshape(5, -1), axis=1)
    np.testing.assert_allclose(lengths, np.abs(g), rtol=1e-12)


def test_weight_standardization() -> None:
    weight = np.random.default_rng(11).normal(3, 2, size=(5, 3, 2, 2))
    rows = weight_standardization(weight, 0.0).reshape(5, -1)
    np.testing.assert_allclose(rows.mean(axis=1), 0, atol=1e-13)
    np.testing.assert_allclose(rows.std(axis=1), 1, rtol=1e-12)
    flat = functional.layer_norm(torch.tensor(weight).flatten(1), (12,)).reshape(5, 3, 2, 2)
    np.testing.assert_allclose(weight_standardization(weight), flat, rtol=1e-11, atol=1e-12)


def test_spectral_norm_finds_the_largest_singular_value() -> None:
    rng = np.random.default_rng(13)
    weight, u = rng.normal(size=(5, 3, 2, 2)), rng.normal(size=5)
    expected = np.linalg.norm(weight.reshape(5, -1), ord=2)
    result, sigma = spectral_norm(weight, u, 300)
    np.testing.assert_allclose(sigma, expected, rtol=1e-10)
    np.testing.assert_allclose(np.linalg.norm(result.reshape(5, -1), ord=2), 1, rtol=1e-10)
    estimates = [spectral_norm(weight, u, steps)[1] for steps in range(1, 9)]
    assert np.all(np.diff(estimates) >= -1e-12), "from below, closer with every step"
    assert estimates[0] < expected


# ---------------------------------------------------------------- what the page says


def test_the_stream_of_prenorm_grows_and_postnorm_forgets_its_input() -> None:
    rng = np.random.default_rng(17)
    one, zero = np.ones(512), np.zeros(512)
    start = layer_norm(rng.normal(size=(8, 512)), one, zero)
    pre = post = start
    for _ in range(8):
        matrix = rng.normal(scale=512**-0.5, size=(512, 512))
        pre = pre + layer_norm(pre, one, zero) @ matrix
        post = layer_norm(post + post @ matrix, one, zero)

    def cosine(x: np.ndarray) -> float:
        return float((x * start).sum() / np.linalg.norm(x) / np.linalg.norm(start))

    assert abs(np.square(pre).mean() - 9) < 0.9
    assert abs(cosine(pre) - 1 / 3) < 0.05
    assert abs(cosine(post) - 2**-4) < 0.05


def test_unscaled_inputs_are_badly_conditioned() -> None:
    x = np.random.default_rng(19).normal(size=(100_000, 2)) * [1, 100]
    assert 9_500 < np.linalg.cond(x.T @ x) < 10_500
    with_bias = np.stack([10 + x[:, 0], np.ones(len(x))], axis=1)
    assert 10_000 < np.linalg.cond(with_bias.T @ with_bias) < 10_800
    scaled = standardize(x, 0)
    assert np.linalg.cond(scaled.T @ scaled) < 1.05
