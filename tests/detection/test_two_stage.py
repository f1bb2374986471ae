"""The proof of ``kb.detection.two_stage``: ONNX, hand cases, and maps on which interpolation is exact."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from kb.detection.two_stage import pyramid_level, roi_align, roi_pool


def onnx_model(kind: str, **attributes: Any) -> Any:
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("x", "rois")]
    names = ["x", "rois"]
    if kind == "RoiAlign":
        inputs.append(helper.make_tensor_value_info("batch", TensorProto.INT64, None))
        names.append("batch")
    node = helper.make_node(kind, names, ["y"], **attributes)
    graph = helper.make_graph(
        [node], "g", inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)]
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)], ir_version=8)


def regions(rng: np.random.Generator, count: int, width: float, height: float) -> np.ndarray:
    """Some reach beyond the map."""
    corner = rng.uniform(-0.2, 0.8, (count, 2)) * [width, height]
    return np.hstack([corner, corner + rng.uniform(0.05, 0.6, (count, 2)) * [width, height]])


@pytest.mark.parametrize("ratio", [1, 2, 3])
@pytest.mark.parametrize("engine", ["reference", "onnxruntime"])
def test_onnx_agrees(engine: str, ratio: int) -> None:
    rng = np.random.default_rng(ratio)
    features = rng.normal(size=(3, 11, 17)).astype(np.float32)
    boxes = regions(rng, 29, 17 * 8, 11 * 8).astype(np.float32)
    options = {"output_height": 5, "output_width": 7, "sampling_ratio": ratio, "spatial_scale": 1 / 8}
    model = onnx_model("RoiAlign", mode="avg", coordinate_transformation_mode="half_pixel", **options)
    given = {"x": features[None], "rois": boxes, "batch": np.zeros(29, dtype=np.int64)}
    if engine == "reference":
        (expected,) = ReferenceEvaluator(model).run(None, given)
    else:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        (expected,) = session.run(None, given)
    assert roi_align(features, boxes, (5, 7), 1 / 8, ratio) == pytest.approx(expected, abs=2e-5)


def test_a_plane_is_sampled_exactly() -> None:
    """On f(x, y) = 2x + 3y interpolation makes no error: each bin has the value at its center."""
    y, x = np.mgrid[:13, :19]
    plane = (2.0 * x + 3.0 * y)[None]
    found = roi_align(plane, [[32, 16, 96, 80]], (2, 4), 1 / 8, 2)[0, 0]
    # The region is 4..12 by 2..10 in cells, minus half a cell; bins of 2 x 4 cells.
    expected = [[2 * (4 + 2 * c + 1 - 0.5) + 3 * (2 + 4 * r + 2 - 0.5) for c in range(4)] for r in range(2)]
    assert found == pytest.approx(np.array(expected))


def test_one_cell_comes_back_as_it_is() -> None:
    features = np.random.default_rng(0).normal(size=(2, 5, 7))
    assert roi_align(features, [[24, 16, 32, 24]], (1, 1), 1 / 8, 1)[0, :, 0, 0] == pytest.approx(
        features[:, 2, 3]
    )


@pytest.mark.parametrize(
    ("x1", "expected"),
    [
        pytest.param(-0.5, 1.0, id="index -1: clamped"),
        pytest.param(-0.75, 0.0, id="below -1: zero"),
        pytest.param(4.5, 1.0, id="index 4, the number of cells: clamped"),
        pytest.param(4.75, 0.0, id="above it: zero"),
    ],
)
def test_beyond_the_border(x1: float, expected: float) -> None:
    """Regions without width have all their samples at x1 - 0.5."""
    assert roi_align(np.ones((1, 4, 4)), [[x1, 1, x1, 2]], (1, 1), 1.0, 1).item() == expected


def test_pooling_agrees_with_onnxruntime() -> None:
    rng = np.random.default_rng(7)
    features = rng.normal(size=(3, 11, 17)).astype(np.float32)
    corner = rng.integers(0, 60, (23, 2))
    boxes = np.hstack([corner, corner + rng.integers(1, 70, (23, 2))]).astype(np.float32)
    model = onnx_model("MaxRoiPool", pooled_shape=[3, 5], spatial_scale=1 / 8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    rois = np.hstack([np.zeros((23, 1), dtype=np.float32), boxes])
    (expected,) = session.run(None, {"x": features[None], "rois": rois})
    assert roi_pool(features, boxes, (3, 5), 1 / 8) == pytest.approx(expected)


def test_pooling_ignores_half_a_cell_and_align_does_not() -> None:
    """Moved by 3 pixels at a stride of 8, RoIPool sees the same cells; RoIAlign moves along."""
    features = np.arange(40.0).reshape(1, 1, 40).repeat(8, axis=1)
    boxes = np.array([[16.0, 16, 48, 48], [19, 16, 51, 48]])
    pooled, aligned = roi_pool(features, boxes, (1, 1), 1 / 8), roi_align(features, boxes, (1, 1), 1 / 8, 2)
    assert pooled[0] == pooled[1]
    assert (aligned[1] - aligned[0]).item() == pytest.approx(3 / 8)


@pytest.mark.parametrize(
    ("side", "level"), [(20, 2), (111, 2), (112, 3), (223, 3), (224, 4), (447, 4), (448, 5), (2000, 5)]
)
def test_levels_double_with_the_side(side: float, level: int) -> None:
    assert pyramid_level([[10, 10, 10 + side, 10 + side]]).tolist() == [level]


def test_no_regions() -> None:
    assert roi_align(np.ones((3, 4, 5)), np.zeros((0, 4)), (2, 2), 1.0, 1).shape == (0, 3, 2, 2)
    assert roi_pool(np.ones((3, 4, 5)), np.zeros((0, 4)), (2, 2), 1.0).shape == (0, 3, 2, 2)
    assert pyramid_level(np.zeros((0, 4))).shape == (0,)


@pytest.mark.parametrize(
    ("shape", "bins", "ratio", "message"),
    [
        ((1, 3, 4, 4), (2, 2), 1, r"expected \(C, H, W\)"),
        ((3, 4, 4), (0, 2), 1, "at least 1"),
        ((3, 4, 4), (2, 2), 0, "at least 1"),
    ],
)
def test_slips_are_told(shape: tuple[int, ...], bins: tuple[int, int], ratio: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        roi_align(np.ones(shape), [[0, 0, 1, 1]], bins, 1.0, ratio)
