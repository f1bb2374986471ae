"""The proof of ``kb.attention.positions``: loops, onnx RotaryEmbedding, complex numbers, relative shifts."""

from __future__ import annotations

import math

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from kb.attention.attention import attention_weights
from kb.attention.positions import alibi_bias, alibi_slopes, rope, rope_halves, sinusoidal_positions

pytestmark = pytest.mark.filterwarnings("error")

T, D = 7, 10


@pytest.mark.parametrize(("length", "dim", "base"), [(7, 10, 1e4), (3, 2, 1e4), (501, 6, 100.0), (1, 4, 1e4)])
def test_sinusoids_against_the_formula(length: int, dim: int, base: float) -> None:
    got = sinusoidal_positions(length, dim, base)
    assert got.shape == (length, dim)
    for position in range(length):
        for i in range(dim // 2):
            angle = position / base ** (2 * i / dim)
            assert got[position, 2 * i] == pytest.approx(math.sin(angle), abs=1e-12)
            assert got[position, 2 * i + 1] == pytest.approx(math.cos(angle), abs=1e-12)


def test_products_of_sinusoids_depend_on_the_distance_only() -> None:
    p = sinusoidal_positions(300, 64)
    products = p @ p.T
    for distance in (0, 1, 17, 100):
        diagonal = np.diagonal(products, distance)
        np.testing.assert_allclose(diagonal, diagonal[0], rtol=1e-10)
    np.testing.assert_allclose(np.diagonal(products), 32)


def test_a_shift_of_sinusoids_is_one_linear_map() -> None:
    """PE(t + 5) = M PE(t) with one matrix for all t, which the authors hoped a model would use."""
    p = sinusoidal_positions(100, 8)
    matrix = np.linalg.lstsq(p[:-5], p[5:])[0]
    np.testing.assert_allclose(p[:-5] @ matrix, p[5:], atol=1e-9)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(8), atol=1e-7, err_msg="a rotation")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rope_by_complex_numbers(dtype: type) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(2, 3, T, D)).astype(dtype)
    positions = np.array([0, 5, 1, 2.5, -3, 1000, 7])
    pairs = x[..., 0::2] + 1j * x[..., 1::2]
    turned = pairs * np.exp(1j * positions[:, None] * 10000.0 ** (-np.arange(D // 2) * 2 / D))
    got = rope(x, positions)
    assert got.dtype == dtype
    tolerance = 1e-11 if dtype == np.float64 else 1e-6
    np.testing.assert_allclose(got[..., 0::2], turned.real, atol=tolerance)
    np.testing.assert_allclose(got[..., 1::2], turned.imag, atol=tolerance)


@pytest.mark.parametrize("interleaved", [0, 1])
def test_rope_against_onnx(interleaved: int) -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(2, 3, T, D)).astype(np.float32)
    positions = np.arange(T)
    angles = positions[:, None] * 10000.0 ** (-np.arange(0, D, 2) / D)
    feeds = {
        "x": x,
        "cos": np.cos(angles).astype(np.float32),
        "sin": np.sin(angles).astype(np.float32),
        "ids": np.tile(positions, (2, 1)),
    }
    node = helper.make_node("RotaryEmbedding", list(feeds), ["y"], interleaved=interleaved)
    types = [TensorProto.FLOAT] * 3 + [TensorProto.INT64]
    inputs = [helper.make_tensor_value_info(n, t, None) for n, t in zip(feeds, types, strict=True)]
    graph = helper.make_graph(
        [node], "g", inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    got = (rope if interleaved else rope_halves)(x, positions)
    np.testing.assert_allclose(got, ReferenceEvaluator(model).run(None, feeds)[0], atol=1e-6)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(got, session.run(None, feeds)[0], atol=1e-6)


@pytest.mark.parametrize("rotate", [rope, rope_halves])
@pytest.mark.parametrize("shift", [1, 1000, -3])
def test_scores_of_rope_depend_on_the_difference_only(rotate: object, shift: int) -> None:
    rng = np.random.default_rng(7)
    q, k, positions = rng.normal(size=(T, D)), rng.normal(size=(T, D)), np.arange(T)
    here = rotate(q, positions) @ rotate(k, positions).T  # type: ignore[operator]
    there = rotate(q, positions + shift) @ rotate(k, positions + shift).T  # type: ignore[operator]
    np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-9)
    assert np.abs(here - q @ k.T).max() > 0.1


def test_rope_keeps_lengths_and_turns_back() -> None:
    x, positions = np.random.default_rng(11).normal(size=(T, D)), np.arange(T) * 3
    turned = rope(x, positions)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), np.linalg.norm(x, axis=1))
    np.testing.assert_allclose(rope(turned, -positions), x, atol=1e-12)
    np.testing.assert_array_equal(turned[0], x[0])


def test_both_layouts_of_rope_differ_by_an_order_of_features() -> None:
    x, positions = np.random.default_rng(13).normal(size=(T, D)), np.arange(T)
    order = np.concatenate([np.arange(0, D, 2), np.arange(1, D, 2)])
    np.testing.assert_allclose(rope(x, positions)[:, order], rope_halves(x[:, order], positions), atol=1e-12)
    assert np.abs(rope(x, positions) - rope_halves(x, positions)).max() > 0.1


def test_sinusoids_break_the_symmetry() -> None:
    """With positions added, a permuted sentence no longer gives permuted outputs."""
    x = np.random.default_rng(17).normal(size=(T, D))
    order = [1, 0, 2, 3, 4, 5, 6]
    p = sinusoidal_positions(T, D)
    plain, permuted = attention_weights(x, x), attention_weights(x[order], x[order])
    np.testing.assert_allclose(permuted, plain[order][:, order], rtol=1e-12)
    plain, permuted = attention_weights(x + p, x + p), attention_weights(x[order] + p, x[order] + p)
    assert np.abs(permuted - plain[order][:, order]).max() > 0.05


def test_alibi() -> None:
    assert alibi_slopes(8).tolist() == [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256]
    np.testing.assert_allclose(alibi_slopes(16)[:2], [2**-0.5, 0.5])
    bias = alibi_bias(4, 5)
    assert bias.shape == (4, 5, 5)
    assert bias[0, 4].tolist() == [-1, -0.75, -0.5, -0.25, 0]
    for head in bias:
        for distance in range(5):
            assert len(set(np.diagonal(head, -distance).tolist())) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(lambda: sinusoidal_positions(3, 5), "5 features", id="odd sinusoids"),
        pytest.param(lambda: rope(np.zeros((2, 3)), [0, 1]), "3 features", id="odd rope"),
        pytest.param(lambda: alibi_slopes(12), "12 heads", id="alibi"),
    ],
)
def test_errors(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
