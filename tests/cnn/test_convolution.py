"""The proof of ``kb.cnn.convolution`` and its neighbors: values, gradients, costs, claims of the page."""

from __future__ import annotations

import itertools

import numpy as np
import onnx.reference
import pytest
import scipy.signal
import torch
from onnx import TensorProto, helper
from torch.nn import functional

from kb.cnn.convolution import conv2d, conv2d_loops, conv_output_size, windows
from kb.cnn.convolution_cost import (
    conv_macs,
    conv_parameters,
    depthwise_separable_macs,
    depthwise_separable_parameters,
)
from kb.cnn.convolution_im2col import col2im, conv2d_backward, im2col
from kb.cnn.convolution_kernels import linear_as_kernel, merge_kernels, separate_kernel

pytestmark = pytest.mark.filterwarnings("error")

# channels in, filters, kernel, then the options: unlike in both axes wherever they can be.
SETTINGS = [
    pytest.param(3, 5, (3, 3), {}, id="plain"),
    pytest.param(3, 5, (1, 1), {}, id="1x1"),
    pytest.param(2, 7, (2, 5), {}, id="even and odd sides"),
    pytest.param(3, 2, (11, 7), {"padding": (2, 0)}, id="one row of places, floor"),
    pytest.param(3, 5, (3, 2), {"stride": (3, 2)}, id="stride that leaves pixels over"),
    pytest.param(3, 5, (1, 1), {"stride": 2}, id="1x1 with a stride"),
    pytest.param(3, 5, (3, 2), {"padding": (2, 1)}, id="padding"),
    pytest.param(3, 5, (3, 2), {"dilation": (2, 3)}, id="dilation"),
    pytest.param(3, 5, (3, 3), {"stride": (2, 1), "padding": (1, 3), "dilation": (1, 2)}, id="all at once"),
    pytest.param(6, 4, (3, 2), {"groups": 2}, id="two groups"),
    pytest.param(6, 9, (2, 3), {"groups": 3, "stride": 2, "padding": 1}, id="three groups"),
    pytest.param(5, 5, (3, 3), {"groups": 5, "padding": 1}, id="depthwise"),
    pytest.param(5, 10, (3, 3), {"groups": 5, "dilation": (2, 1)}, id="depthwise, two filters each"),
]


def drawn(channels: int, outputs: int, kernel: tuple[int, int], options: dict) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(2, channels, 11, 13)) + 3  # not centered: a lost tap or bias shows
    weight = rng.normal(size=(outputs, channels // options.get("groups", 1), *kernel))
    return x, weight, rng.normal(size=outputs)


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
@pytest.mark.parametrize(("channels", "outputs", "kernel", "options"), SETTINGS)
def test_agrees_with_torch(function, channels, outputs, kernel, options) -> None:
    x, weight, bias = drawn(channels, outputs, kernel, options)
    expected = functional.conv2d(*map(torch.tensor, (x, weight, bias)), **options)
    np.testing.assert_allclose(function(x, weight, bias, **options), expected, rtol=0, atol=1e-12)
    expected = functional.conv2d(*map(torch.tensor, (x, weight)), **options)
    np.testing.assert_allclose(function(x, weight, **options), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("channels", "outputs", "kernel", "options"), SETTINGS)
def test_agrees_with_onnx(channels, outputs, kernel, options) -> None:
    x, weight, bias = (a.astype(np.float32) for a in drawn(channels, outputs, kernel, options))

    def pair(name: str, default: int) -> list[int]:
        value = options.get(name, default)
        return list(value) if isinstance(value, tuple) else [value, value]

    node = helper.make_node(
        "Conv",
        ["x", "w", "b"],
        ["y"],
        strides=pair("stride", 1),
        pads=pair("padding", 0) * 2,
        dilations=pair("dilation", 1),
        group=options.get("groups", 1),
    )
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("x", "w", "b")]
    outputs_ = [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    model = helper.make_model(helper.make_graph([node], "conv", inputs, outputs_))
    (expected,) = onnx.reference.ReferenceEvaluator(model).run(None, {"x": x, "w": weight, "b": bias})
    result = conv2d(x, weight, bias, **options)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, expected, rtol=1e-5, atol=2e-4)  # sums of up to 231 float32 products


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
@pytest.mark.parametrize(
    ("x", "weight", "options", "expected"),
    [
        pytest.param([[1, 2, 4]], [[1, 10]], {}, [[21, 42]], id="no flip: 1 * 1 + 10 * 2"),
        pytest.param([[1, 2, 4]], [[1, 10]], {"padding": (0, 1)}, [[10, 21, 42, 4]], id="zeros at both ends"),
        pytest.param([[1, 2, 4, 8]], [[1, 10]], {"stride": (1, 2)}, [[21, 84]], id="every other place"),
        pytest.param(
            [[1, 2, 4, 8, 16]], [[1, 10]], {"stride": (1, 2)}, [[21, 84]], id="the last pixel is left"
        ),
        pytest.param([[1, 2, 4, 8]], [[1, 10]], {"dilation": (1, 2)}, [[41, 82]], id="a tap two pixels on"),
        pytest.param(
            [[1], [2], [4]], [[1], [10]], {"stride": (2, 1)}, [[21]], id="a column: stride is (h, w)"
        ),
    ],
)
def test_hand_cases(function, x, weight, options, expected) -> None:
    result = function(np.array([[x]], float), np.array([[weight]], float), **options)
    assert result.tolist() == [[expected]]


def test_it_is_correlation_and_not_convolution() -> None:
    rng = np.random.default_rng(3)
    image, kernel = rng.normal(size=(11, 13)), rng.normal(size=(3, 5))
    result = conv2d(image[None, None], kernel[None, None])[0, 0]
    np.testing.assert_allclose(result, scipy.signal.correlate2d(image, kernel, "valid"), atol=1e-12)
    flipped = conv2d(image[None, None], kernel[None, None, ::-1, ::-1])[0, 0]
    np.testing.assert_allclose(flipped, scipy.signal.convolve2d(image, kernel, "valid"), atol=1e-12)
    assert np.abs(result - flipped).max() > 1


def test_far_from_zero_in_float32() -> None:
    rng = np.random.default_rng(5)
    x = (1e4 + rng.normal(size=(1, 3, 7, 5))).astype(np.float32)
    weight = rng.normal(size=(2, 3, 3, 3)).astype(np.float32)
    exact = conv2d(x.astype(float), weight.astype(float))
    np.testing.assert_allclose(conv2d(x, weight), exact, rtol=0, atol=27 * 1e4 * 4 * 6e-8)


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
def test_empty_batch_read_only_and_strided(function) -> None:
    weight, bias = np.ones((7, 3, 3, 2)), np.ones(7)
    assert function(np.zeros((0, 3, 11, 13)), weight, bias, 2).shape == (0, 7, 5, 6)
    x = np.asfortranarray(np.random.default_rng(2).normal(size=(4, 3, 22, 13)))[::2, :, ::2]
    x.flags.writeable = False
    before = x.copy()
    expected = functional.conv2d(torch.tensor(x.copy()), torch.tensor(weight))
    np.testing.assert_allclose(function(x, weight), expected, atol=1e-12)
    assert np.array_equal(x, before)


@pytest.mark.parametrize("function", [conv2d, conv2d_loops])
@pytest.mark.parametrize(
    ("weight", "options"),
    [
        pytest.param((4, 6, 3, 3), {"groups": 2}, id="channels not divided by the groups"),
        pytest.param((4, 5, 3, 3), {}, id="wrong channels"),
        pytest.param((5, 3, 3, 3), {"groups": 2}, id="filters that groups do not divide"),
        pytest.param((4, 6, 8, 3), {}, id="kernel larger than the image"),
        pytest.param((4, 6, 3, 3), {"dilation": (1, 3)}, id="only the dilated kernel is too large"),
    ],
)
def test_refuses(function, weight, options) -> None:
    with pytest.raises(ValueError, match="not fit"):
        function(np.zeros((2, 6, 7, 5)), np.zeros(weight), **options)


# ---------------------------------------------------------------- size


def test_output_size_counts_places() -> None:
    for size, kernel, stride, padding, dilation in np.ndindex(14, 5, 4, 3, 3):
        k, s, d = kernel + 1, stride + 1, dilation + 1
        taps = np.arange(k) * d - padding
        places = [at for at in range(size + 2 * padding) if taps[-1] + at < size + padding]
        expected = len(places[::s])
        if expected:
            assert conv_output_size(size, k, s, padding, d) == expected
        else:
            with pytest.raises(ValueError, match="does not fit"):
                conv_output_size(size, k, s, padding, d)


def test_output_size_agrees_with_torch() -> None:
    for k, s, p, d in [(3, 2, 1, 1), (7, 2, 3, 1), (3, 1, 2, 2), (5, 3, 0, 2), (1, 2, 0, 3)]:
        out = functional.conv1d(torch.zeros(1, 1, 29), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d)
        assert conv_output_size(29, k, s, p, d) == out.shape[2]


def test_windows_are_a_view() -> None:
    x = np.arange(2 * 3 * 7 * 5.0).reshape(2, 3, 7, 5)
    seen = windows(x, (3, 2), (2, 1), 0, (1, 2))
    assert seen.shape == (2, 3, 3, 3, 3, 2)
    assert not seen.flags.writeable
    for n, c, i, j, a, b in np.ndindex(*seen.shape):
        assert seen[n, c, i, j, a, b] == x[n, c, 2 * i + a, j + 2 * b]


# ---------------------------------------------------------------- columns and gradients

UNGROUPED = [each for each in SETTINGS if "groups" not in each.values[3]]


@pytest.mark.parametrize(("channels", "outputs", "kernel", "options"), UNGROUPED)
def test_columns_agree_with_unfold_and_fold(channels, outputs, kernel, options) -> None:
    x, _, _ = drawn(channels, outputs, kernel, options)
    columns = im2col(x, kernel, **options)
    expected = functional.unfold(torch.tensor(x), kernel, **options)
    assert np.array_equal(columns, expected.numpy())
    back = functional.fold(expected, x.shape[2:], kernel, **options)
    np.testing.assert_allclose(col2im(columns, x.shape, kernel, **options), back, atol=1e-12)


def test_columns_of_the_wrong_shape() -> None:
    with pytest.raises(ValueError, match="expected columns"):
        col2im(np.zeros((1, 8, 5)), (1, 2, 3, 3), (2, 2))


@pytest.mark.parametrize(("channels", "outputs", "kernel", "options"), UNGROUPED)
def test_backward_agrees_with_autograd(channels, outputs, kernel, options) -> None:
    arrays = drawn(channels, outputs, kernel, options)
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    y = functional.conv2d(*tensors, **options)
    dy = np.random.default_rng(9).normal(size=y.shape)
    y.backward(torch.tensor(dy))
    for mine, tensor in zip(conv2d_backward(dy, *arrays[:2], **options), tensors, strict=True):
        np.testing.assert_allclose(mine, tensor.grad, rtol=1e-11, atol=1e-11)


def test_the_transposed_convolution_is_the_adjoint_and_not_the_inverse() -> None:
    rng = np.random.default_rng(13)
    x, weight = rng.normal(size=(1, 3, 7, 5)), rng.normal(size=(2, 3, 3, 3))
    y = rng.normal(size=(1, 2, 3, 2))
    there = conv2d(x, weight, stride=2)
    back, _, _ = conv2d_backward(y, x, weight, stride=2)
    np.testing.assert_allclose((there * y).sum(), (x * back).sum(), rtol=1e-12)
    expected = functional.conv_transpose2d(torch.tensor(y), torch.tensor(weight), stride=2)
    np.testing.assert_allclose(back, expected, atol=1e-12)
    again, _, _ = conv2d_backward(there, x, weight, stride=2)
    assert np.abs(again - x).max() > 1


# ---------------------------------------------------------------- costs


@pytest.mark.parametrize(
    ("channels", "outputs", "kernel", "groups", "bias"),
    [(3, 64, 7, 1, True), (64, 32, (3, 5), 1, False), (12, 18, 3, 6, True), (8, 8, (5, 1), 8, False)],
)
def test_parameters_agree_with_torch(channels, outputs, kernel, groups, bias) -> None:
    layer = torch.nn.Conv2d(channels, outputs, kernel, groups=groups, bias=bias)
    count = sum(p.numel() for p in layer.parameters())
    assert conv_parameters(channels, outputs, kernel, groups, bias) == count


def test_parameters_in_three_dimensions() -> None:
    layer = torch.nn.Conv3d(3, 7, (2, 3, 5))
    assert conv_parameters(3, 7, (2, 3, 5)) == sum(p.numel() for p in layer.parameters())


def test_macs_count_the_products_of_the_loops() -> None:
    """With ones everywhere and no padding, the sum of the output is the number of products."""
    for channels, outputs, kernel, groups in [(3, 5, (3, 2), 1), (6, 4, (2, 3), 2), (4, 4, (3, 3), 4)]:
        weight = np.ones((outputs, channels // groups, *kernel))
        y = conv2d(np.ones((1, channels, 11, 7)), weight, groups=groups)
        assert conv_macs(channels, outputs, kernel, y.shape[2:], groups) == y.sum()


def test_depthwise_separable() -> None:
    modules = torch.nn.Sequential(
        torch.nn.Conv2d(6, 6, 3, groups=6, bias=False), torch.nn.Conv2d(6, 10, 1, bias=False)
    )
    assert depthwise_separable_parameters(6, 10, 3) == sum(p.numel() for p in modules.parameters())
    share = depthwise_separable_macs(6, 10, 3, (5, 7)) / conv_macs(6, 10, 3, (5, 7))
    np.testing.assert_allclose(share, 1 / 10 + 1 / 9)


def test_groups_must_divide() -> None:
    for channels, outputs in [(4, 6), (6, 4)]:
        with pytest.raises(ValueError, match="groups divide not"):
            conv_parameters(channels, outputs, 3, groups=3)


def test_vgg16_parameters() -> None:
    """138,357,544 as everywhere stated; the three fully connected layers are kernels of 7x7, 1x1 and 1x1."""
    widths = [3, 64, 64, 128, 128, 256, 256, 256, *[512] * 6]
    convolutions = sum(conv_parameters(a, b, 3) for a, b in itertools.pairwise(widths))
    full = conv_parameters(512, 4096, 7) + conv_parameters(4096, 4096, 1) + conv_parameters(4096, 1000, 1)
    assert convolutions + full == 138_357_544
    assert round(full / (convolutions + full), 3) == 0.894


# ---------------------------------------------------------------- kernels


def test_two_convolutions_are_one() -> None:
    rng = np.random.default_rng(17)
    x = rng.normal(size=(2, 3, 11, 13))
    first, second = rng.normal(size=(5, 3, 3, 2)), rng.normal(size=(4, 5, 2, 3))
    both = functional.conv2d(functional.conv2d(torch.tensor(x), torch.tensor(first)), torch.tensor(second))
    merged = merge_kernels(first, second)
    assert merged.shape == (4, 3, 4, 4)
    np.testing.assert_allclose(functional.conv2d(torch.tensor(x), torch.tensor(merged)), both, atol=1e-11)


def test_separable_kernels() -> None:
    column, row, missed = separate_kernel([[1, 0, -1], [2, 0, -2], [1, 0, -1]])  # Sobel
    np.testing.assert_allclose(np.outer(column, row), [[1, 0, -1], [2, 0, -2], [1, 0, -1]], atol=1e-12)
    assert missed < 1e-30
    column, row, missed = separate_kernel([[0, 1, 0], [1, -4, 1], [0, 1, 0]])  # Laplace: rank 2
    left = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) - np.outer(column, row)
    np.testing.assert_allclose(missed, (left**2).sum() / 20)
    assert missed > 0.01
    assert separate_kernel(np.zeros((3, 2)))[2] == 0


def test_a_fully_connected_layer_slides() -> None:
    layer = torch.nn.Linear(3 * 5 * 7, 4).double()
    x = torch.randn(2, 3, 6, 9, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    y = conv2d(x, linear_as_kernel(layer.weight.detach(), (3, 5, 7)), layer.bias.detach())
    assert y.shape == (2, 4, 2, 3)
    for i, j in np.ndindex(2, 3):
        expected = layer(x[:, :, i : i + 5, j : j + 7].flatten(1)).detach()
        np.testing.assert_allclose(y[:, :, i, j], expected, atol=1e-12)
    with pytest.raises(ValueError, match="105 columns"):
        linear_as_kernel(np.zeros((4, 105)), (3, 5, 8))


# ---------------------------------------------------------------- claims of the page


def test_shift_equivariance_and_what_breaks_it() -> None:
    rng = np.random.default_rng(19)
    image, weight = rng.normal(size=(1, 2, 16, 16)), rng.normal(size=(3, 2, 3, 3))
    wrapped = np.pad(image, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="wrap")
    moved = np.pad(np.roll(image, 1, axis=3), ((0, 0), (0, 0), (1, 1), (1, 1)), mode="wrap")
    y, shifted = conv2d(wrapped, weight), conv2d(moved, weight)
    np.testing.assert_allclose(np.roll(y, 1, axis=3), shifted, atol=1e-12)  # equivariant
    assert np.abs(y - shifted).max() > 1  # not invariant
    np.testing.assert_allclose(
        y.mean(axis=(2, 3)), shifted.mean(axis=(2, 3)), atol=1e-12
    )  # global pooling is
    y, shifted = conv2d(wrapped, weight, stride=2), conv2d(moved, weight, stride=2)
    assert min(np.abs(np.roll(y, k, axis=3) - shifted).max() for k in range(8)) > 1  # a stride breaks it


def test_one_by_one_is_a_linear_layer_at_every_pixel() -> None:
    rng = np.random.default_rng(23)
    x, weight = rng.normal(size=(2, 5, 3, 7)), rng.normal(size=(4, 5, 1, 1))
    layer = functional.linear(torch.tensor(x).movedim(1, 3), torch.tensor(weight[:, :, 0, 0]))
    np.testing.assert_allclose(conv2d(x, weight), layer.movedim(3, 1), atol=1e-12)
