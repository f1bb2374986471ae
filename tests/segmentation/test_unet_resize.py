"""The proof of ``kb.segmentation.unet_resize``: PyTorch, ONNX, OpenCV, and what both conventions keep."""

from __future__ import annotations

import cv2
import numpy as np
import onnx
import pytest
import torch
from onnx import helper
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

from kb.segmentation.unet_conv_transpose import conv_transpose2d
from kb.segmentation.unet_resize import (
    bilinear_kernel,
    bilinear_resize,
    interpolation_matrix,
    source_coordinates,
)

SIZES = [(11, 13), (3, 4), (5, 7), (1, 1), (1, 9), (10, 2)]


def image(offset: float = 0.0) -> np.ndarray:
    return np.random.default_rng(3).normal(size=(2, 3, 5, 7)) + offset


@pytest.mark.parametrize("align", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_against_torch(size: tuple[int, int], align: bool) -> None:
    expected = functional.interpolate(torch.tensor(image()), size, mode="bilinear", align_corners=align)
    np.testing.assert_allclose(bilinear_resize(image(), size, align), expected, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("size", SIZES)
def test_against_opencv(size: tuple[int, int]) -> None:
    plane = image()[0, 0]
    expected = cv2.resize(plane, size[::-1], interpolation=cv2.INTER_LINEAR)  # OpenCV takes (width, height)
    np.testing.assert_allclose(bilinear_resize(image()[:1, :1], size)[0, 0], expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("align", "mode"), [(False, "half_pixel"), (True, "align_corners")])
@pytest.mark.parametrize("size", [(11, 13), (10, 14)])
def test_against_onnx(size: tuple[int, int], align: bool, mode: str) -> None:
    x = image().astype(np.float32)
    node = helper.make_node(
        "Resize", ["x", "", "", "s"], ["y"], mode="linear", coordinate_transformation_mode=mode
    )
    info = [
        helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, None),
        helper.make_tensor_value_info("s", onnx.TensorProto.INT64, None),
        helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None),
    ]
    model = helper.make_model(helper.make_graph([node], "g", info[:2], info[2:]))
    feed = {"x": x, "s": np.array([2, 3, *size], dtype=np.int64)}
    (expected,) = ReferenceEvaluator(model).run(None, feed)
    np.testing.assert_allclose(bilinear_resize(x, size, align), expected, rtol=1e-4, atol=1e-5)


def test_source_coordinates() -> None:
    assert source_coordinates(2, 4).tolist() == [0, 0.25, 0.75, 1], "clamped at both ends"
    assert source_coordinates(4, 7, True).tolist() == [0, 0.5, 1, 1.5, 2, 2.5, 3]
    assert source_coordinates(6, 3).tolist() == [0.5, 2.5, 4.5]
    assert source_coordinates(5, 1, True).tolist() == [0], "one pixel reads the first"
    assert source_coordinates(5, 1).tolist() == [2], "one pixel reads the middle"


@pytest.mark.parametrize("align", [False, True])
def test_weights_sum_to_1(align: bool) -> None:
    for sizes in ((5, 11), (11, 5), (1, 4), (7, 7)):
        matrix = interpolation_matrix(*sizes, align)
        assert matrix.shape == sizes[::-1]
        np.testing.assert_allclose(matrix.sum(axis=1), 1, rtol=1e-12)
        assert np.count_nonzero(matrix, axis=1).max() <= 2


@pytest.mark.parametrize("align", [False, True])
def test_same_size_changes_nothing(align: bool) -> None:
    np.testing.assert_array_equal(bilinear_resize(image(1e4), (5, 7), align), image(1e4))


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_a_transposed_convolution_with_the_bilinear_kernel_interpolates(factor: int) -> None:
    """Inside; at the border it fades to 0, because stamps are missing there."""
    x = image()[:1, :1]
    kernel = bilinear_kernel(factor)[None, None]
    # An odd factor has a kernel of 2 * factor - 1, which is centered with padding factor // 2 as well.
    up = conv_transpose2d(x, kernel, None, factor, factor // 2)
    expected = bilinear_resize(x, (5 * factor, 7 * factor))
    inner = (slice(None), slice(None), slice(factor, 4 * factor), slice(factor, 6 * factor))
    np.testing.assert_allclose(up[inner], expected[inner], rtol=1e-11)
