"""The proof of ``kb.cnn.pooling`` and ``kb.cnn.pooling_pyramid``."""

from __future__ import annotations

import numpy as np
import onnx.reference
import pytest
import torch
from onnx import TensorProto, helper
from torch.nn import functional

from kb.cnn.pooling import (
    avg_pool2d,
    global_avg_pool2d,
    max_pool2d,
    max_pool2d_backward,
    max_pool2d_indices,
    max_unpool2d,
)
from kb.cnn.pooling_pyramid import adaptive_max_pool2d, spatial_pyramid_pooling, spp_block, sppf_block

pytestmark = pytest.mark.filterwarnings("error")

# kernel, stride, padding
SETTINGS = [(2, 2, 0), (3, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 1), (5, 1, 2), (1, 1, 0), (1, 2, 0), (4, 3, 2)]


def drawn(shift: float = -5.0) -> np.ndarray:
    """Below zero, so that a padding of 0 would win."""
    return np.random.default_rng(7).normal(size=(2, 3, 11, 13)) + shift


@pytest.mark.parametrize(("kernel", "stride", "padding"), SETTINGS)
def test_max_agrees_with_torch(kernel, stride, padding) -> None:
    x = drawn()
    values, indices = functional.max_pool2d(torch.tensor(x), kernel, stride, padding, return_indices=True)
    assert np.array_equal(max_pool2d(x, kernel, stride, padding), values)
    assert np.array_equal(max_pool2d_indices(x, kernel, stride, padding), indices)


@pytest.mark.parametrize(("kernel", "stride", "padding"), SETTINGS)
def test_backward_agrees_with_autograd(kernel, stride, padding) -> None:
    x = torch.tensor(drawn(), requires_grad=True)
    y = functional.max_pool2d(x, kernel, stride, padding)
    dy = np.random.default_rng(9).normal(size=y.shape)
    y.backward(torch.tensor(dy))
    indices = max_pool2d_indices(x.detach(), kernel, stride, padding)
    np.testing.assert_allclose(max_pool2d_backward(dy, indices, (11, 13)), x.grad, atol=1e-12)


def test_the_first_of_equals_wins() -> None:
    """As in PyTorch; the gradient is not shared."""
    x = np.zeros((1, 1, 4, 4))
    assert max_pool2d_indices(x, 2, 2).tolist() == [[[[0, 2], [8, 10]]]]
    tensor = torch.zeros(1, 1, 4, 4, requires_grad=True)
    functional.max_pool2d(tensor, 2, 2).sum().backward()
    mine = max_pool2d_backward(np.ones((1, 1, 2, 2)), max_pool2d_indices(x, 2, 2), (4, 4))
    assert np.array_equal(mine, tensor.grad)


def test_a_winner_of_several_windows_gets_the_sum() -> None:
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    indices = max_pool2d_indices(x, 2, 1)
    assert (indices == 4).all()
    assert max_pool2d_backward(np.ones((1, 1, 2, 2)), indices, (3, 3))[0, 0, 1, 1] == 4
    assert max_unpool2d(max_pool2d(x, 2, 1), indices, (3, 3))[0, 0, 1, 1] == 1


def test_unpooling_agrees_with_torch_and_onnx() -> None:
    x = drawn()[:, :, :10, :12]
    y, indices = functional.max_pool2d(torch.tensor(x), 2, 2, return_indices=True)
    expected = functional.max_unpool2d(y, indices, 2, 2)
    result = max_unpool2d(y, indices, (10, 12))
    assert np.array_equal(result, expected)
    assert np.array_equal(max_pool2d(result - (result == 0) * 100, 2, 2), y)  # pooled again, the same values
    node = helper.make_node("MaxUnpool", ["y", "i"], ["x"], kernel_shape=[2, 2], strides=[2, 2])
    inputs = [
        helper.make_tensor_value_info(n, k, None)
        for n, k in (("y", TensorProto.FLOAT), ("i", TensorProto.INT64))
    ]
    graph = helper.make_graph(
        [node], "g", inputs, [helper.make_tensor_value_info("x", TensorProto.FLOAT, None)]
    )
    one = y[:1, :1].numpy().astype(np.float32), indices[:1, :1].numpy()
    (expected,) = onnx.reference.ReferenceEvaluator(helper.make_model(graph)).run(
        None, dict(zip("yi", one, strict=True))
    )
    assert np.array_equal(max_unpool2d(*one, (10, 12)), expected)


@pytest.mark.parametrize(("kernel", "stride", "padding"), SETTINGS)
@pytest.mark.parametrize("count", [True, False])
def test_average_agrees_with_torch(kernel, stride, padding, count) -> None:
    x = drawn()
    expected = functional.avg_pool2d(torch.tensor(x), kernel, stride, padding, count_include_pad=count)
    np.testing.assert_allclose(avg_pool2d(x, kernel, stride, padding, count), expected, atol=1e-12)


def test_global_average() -> None:
    x = drawn()
    expected = functional.adaptive_avg_pool2d(torch.tensor(x), 1)[:, :, 0, 0]
    np.testing.assert_allclose(global_avg_pool2d(x), expected, atol=1e-12)
    np.testing.assert_allclose(
        global_avg_pool2d(x),
        avg_pool2d(x[:, :, :, :11], 11, 1)[:, :, 0, 0] * 11 / 13 + x[:, :, :, 11:].sum(axis=(2, 3)) / 143,
    )


def test_refuses_padding_that_no_window_can_fill() -> None:
    for function in (max_pool2d, max_pool2d_indices, avg_pool2d):
        with pytest.raises(ValueError, match="more than half"):
            function(np.zeros((1, 1, 5, 5)), 3, 1, 2)
    with pytest.raises(ValueError):
        max_pool2d(np.zeros((1, 1, 2, 5)), 3, 1)


def test_empty_batch_and_views() -> None:
    assert max_pool2d(np.zeros((0, 3, 7, 5)), 3, 2, 1).shape == (0, 3, 4, 3)
    x = np.asfortranarray(drawn())[:, :, ::2, ::-1]
    x.flags.writeable = False
    assert np.array_equal(max_pool2d(x, 2, 2), functional.max_pool2d(torch.tensor(x.copy()), 2, 2))


# ---------------------------------------------------------------- pyramids


@pytest.mark.parametrize("bins", [1, 2, 3, 4, 6])
def test_adaptive_agrees_with_torch(bins) -> None:
    x = drawn()
    assert np.array_equal(adaptive_max_pool2d(x, bins), functional.adaptive_max_pool2d(torch.tensor(x), bins))


def test_the_vector_of_spp_net_has_one_length() -> None:
    for height, width in [(13, 13), (10, 7), (4, 5)]:
        assert spatial_pyramid_pooling(np.zeros((2, 3, height, width))).shape == (2, 63)
    assert spatial_pyramid_pooling(drawn(), (6, 3, 2, 1)).shape == (2, 150)
    assert np.array_equal(spatial_pyramid_pooling(drawn())[:, -3:], drawn().max(axis=(2, 3)))


def test_spp_and_sppf_are_the_same() -> None:
    x = drawn()
    block = spp_block(x)
    assert block.shape == (2, 12, 11, 13)
    assert np.array_equal(block, sppf_block(x))
    for place, kernel in enumerate((5, 9, 13), start=1):
        pooled = functional.max_pool2d(torch.tensor(x), kernel, 1, kernel // 2)
        assert np.array_equal(block[:, 3 * place : 3 * place + 3], pooled)


# ---------------------------------------------------------------- claims of the page


def test_what_max_pooling_is_invariant_to() -> None:
    rng = np.random.default_rng(11)
    x = rng.normal(size=(1, 1, 8, 8))
    y = max_pool2d(x, 2, 2)
    shifts = [np.abs(max_pool2d(np.roll(x, k, axis=3), 2, 2) - y).max() for k in range(1, 3)]
    assert min(shifts) > 0.1  # even one pixel changes it
    np.testing.assert_array_equal(
        max_pool2d(np.roll(x, 2, axis=3), 2, 2), np.roll(y, 1, axis=3)
    )  # a stride: it moves
    assert np.abs(max_pool2d(np.rot90(x, axes=(2, 3)), 2, 2) - y).max() > 0.1
    np.testing.assert_array_equal(max_pool2d(np.rot90(x, axes=(2, 3)), 2, 2), np.rot90(y, axes=(2, 3)))
