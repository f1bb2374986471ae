"""The proof of ``kb.segmentation.unet_conv_transpose``: PyTorch, ONNX, the adjoint, sizes, overlaps."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from onnx import helper
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

from kb.segmentation.unet_conv_transpose import (
    conv_transpose2d,
    conv_transpose2d_stamps,
    conv_transpose_size,
    overlaps,
)

pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")

GRID = [(1, 0), (2, 0), (2, 1), (3, 1), ((3, 2), (0, 1)), ((1, 4), (2, 0))]


def draw() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return rng.normal(size=(2, 3, 5, 7)), rng.normal(size=(3, 4, 5, 3)), rng.normal(size=4)


@pytest.mark.parametrize(("stride", "padding"), GRID)
def test_against_torch(stride: object, padding: object) -> None:
    x, weight, bias = draw()
    expected = functional.conv_transpose2d(*map(torch.tensor, (x, weight, bias)), stride, padding)
    np.testing.assert_allclose(
        conv_transpose2d(x, weight, bias, stride, padding), expected, rtol=1e-11, atol=1e-13
    )
    got = conv_transpose2d(x.astype(np.float32), weight.astype(np.float32), None, stride, padding)
    assert got.dtype == np.float32
    assert got.shape == expected.shape


@pytest.mark.parametrize(("stride", "padding"), [((2, 3), (1, 0)), ((1, 1), (2, 1))])
def test_against_onnx(stride: tuple[int, int], padding: tuple[int, int]) -> None:
    x, weight, bias = (part.astype(np.float32) for part in draw())
    node = helper.make_node(
        "ConvTranspose", ["x", "w", "b"], ["y"], strides=stride, pads=[*padding, *padding]
    )
    value = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in "xwby"]
    model = helper.make_model(helper.make_graph([node], "g", value[:3], value[3:]))
    (expected,) = ReferenceEvaluator(model).run(None, {"x": x, "w": weight, "b": bias})
    got = conv_transpose2d(x, weight, bias, stride, padding)
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), ((3, 2), (1, 1))])
def test_is_the_adjoint_of_the_convolution_and_not_its_inverse(stride: object, padding: object) -> None:
    """<conv a, b> = <a, convT b> for all a and b, with the very same weight (O -> C)."""
    x, weight, _ = draw()
    up = conv_transpose2d(x, weight, None, stride, padding)
    a = np.random.default_rng(5).normal(size=up.shape)
    down = functional.conv2d(torch.tensor(a), torch.tensor(weight), None, stride, padding).numpy()
    assert down.shape == x.shape
    np.testing.assert_allclose((down * x).sum(), (a * up).sum(), rtol=1e-12)
    back = conv_transpose2d(down, weight, None, stride, padding)
    assert not np.allclose(back, a), "deconvolution would give a back"


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_stamps(stride: int) -> None:
    x, weight, _ = draw()
    whole = conv_transpose2d(x[:1, :1], weight[:1, :1], None, stride)
    np.testing.assert_allclose(
        conv_transpose2d_stamps(x[0, 0], weight[0, 0], stride), whole[0, 0], rtol=1e-12
    )


@pytest.mark.parametrize(
    "settings", [(5, 3, 2, 1, 1, 1), (7, 4, 2, 1, 0, 1), (5, 3, 3, 0, 2, 2), (4, 2, 2, 0, 0, 1)]
)
def test_size(settings: tuple[int, ...]) -> None:
    size, kernel, stride, padding, more, dilation = settings
    x, weight = torch.zeros(1, 1, size, size), torch.zeros(1, 1, kernel, kernel)
    result = functional.conv_transpose2d(x, weight, None, stride, padding, more, 1, dilation)
    assert conv_transpose_size(*settings) == result.shape[2]


def test_output_padding_below_the_stride() -> None:
    with pytest.raises(ValueError, match="output_padding 2 must be below stride 2"):
        conv_transpose_size(5, 3, 2, 1, 2)


def test_channels_that_differ() -> None:
    with pytest.raises(ValueError, match="by mistake"):
        conv_transpose2d(np.zeros((1, 3, 4, 4)), np.zeros((5, 3, 2, 2)))


@pytest.mark.parametrize(
    ("kernel", "stride", "inner"),
    [
        pytest.param(2, 2, {1}, id="2/2: no overlap"),
        pytest.param(4, 2, {2}, id="4/2: every pixel twice"),
        pytest.param(3, 2, {1, 2}, id="3/2: checkerboard"),
        pytest.param(5, 3, {1, 2}, id="5/3: checkerboard"),
    ],
)
def test_overlaps(kernel: int, stride: int, inner: set[int]) -> None:
    counts = overlaps(11, kernel, stride)
    ones = conv_transpose2d(np.ones((1, 1, 11, 1)), np.ones((1, 1, kernel, 1)), None, (stride, 1))
    assert counts.tolist() == ones[0, 0, :, 0].tolist()
    assert set(counts[kernel:-kernel].tolist()) == inner
