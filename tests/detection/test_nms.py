"""The proof of ``kb.detection.nms``: hand cases, a loop, its definition, onnxruntime, onnx, OpenCV."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import ModelProto, TensorProto, helper
from onnx.reference import ReferenceEvaluator

from kb.detection.nms import batched_nms, nms

pytestmark = pytest.mark.filterwarnings("error")

PROPERTY = settings(max_examples=60, deadline=None, database=None, derandomize=True)
MakeBoxes = Callable[..., np.ndarray]

WIDE = [0, 0, 4, 2]
LEFT_HALF = [0, 0, 2, 2]  # IoU 1/2 with WIDE
QUARTER = [0, 0, 2, 1]  # IoU 1/4 with WIDE
FAR = [50, 50, 53, 55]


def plain_iou(one: np.ndarray, other: np.ndarray) -> float:
    """IoU of two boxes in Python floats, from the definition."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    both = float(width) * float(height) if width > 0 and height > 0 else 0.0
    areas = [float(box[2] - box[0]) * float(box[3] - box[1]) for box in (one, other)]
    return both / (sum(areas) - both) if sum(areas) > 0 else 0.0


def plain_nms(boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, threshold: float) -> list[int]:
    """Look at the boxes from the best down, and keep one unless a kept one of its class forbids it."""
    kept: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda i: (-float(scores[i]), i)):
        rivals = [j for j in kept if classes[j] == classes[i]]
        if all(plain_iou(boxes[i], boxes[j]) <= threshold for j in rivals):
            kept.append(i)
    return kept


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("boxes", "scores", "threshold", "expected"),
    [
        pytest.param([WIDE, FAR], [0.1, 0.9], 0.5, [1, 0], id="apart: both stay, by falling score"),
        pytest.param([WIDE, WIDE], [0.2, 0.7], 0.5, [1], id="the same box twice: the better stays"),
        pytest.param([WIDE, LEFT_HALF], [0.9, 0.8], 0.5, [0, 1], id="IoU 1/2 exactly at the threshold stays"),
        pytest.param([WIDE, LEFT_HALF], [0.9, 0.8], 0.4375, [0], id="IoU 1/2 above the threshold goes"),
        pytest.param([WIDE, QUARTER], [0.9, 0.8], 0.25, [0, 1], id="IoU 1/4 exactly at the threshold stays"),
        pytest.param(
            [[1, 1, 2, 3], LEFT_HALF], [3, 2], 0.2, [0, 1], id="IoU 1/5 at 0.2, which no float holds"
        ),
        pytest.param(
            [WIDE, [4, 0, 8, 2]], [0.9, 0.8], 0.0, [0, 1], id="an edge in common at threshold 0 stays"
        ),
        pytest.param(
            [WIDE, [3.75, 0, 8, 2]], [0.9, 0.8], 0.0, [0], id="a sliver in common at threshold 0 goes"
        ),
        pytest.param([WIDE, WIDE], [0.9, 0.8], 1.0, [0, 1], id="threshold 1 removes nothing"),
        pytest.param(
            [[0, 0, 4, 2], [2, 0, 6, 2], [4, 0, 8, 2]],
            [0.9, 0.8, 0.7],
            0.25,
            [0, 2],
            id="a chain: a box that is gone removes nothing",
        ),
        pytest.param(
            [[0, 0, 4, 2], [2, 0, 6, 2], [4, 0, 8, 2]],
            [0.7, 0.9, 0.8],
            0.25,
            [1],
            id="the same chain, the middle first: both neighbors go",
        ),
        pytest.param([WIDE] * 3, [0.5, 0.5, 0.5], 0.5, [0], id="equal boxes and scores: the lowest index"),
        pytest.param(
            [FAR, WIDE, [20, 0, 24, 2], [30, 0, 34, 2]],
            [0.5, 0.7, 0.5, 0.7],
            0.5,
            [1, 3, 0, 2],
            id="equal scores, apart: lower index first",
        ),
        pytest.param([WIDE, LEFT_HALF, FAR], [-3, -1, -2], 0.25, [1, 2], id="negative scores (logits)"),
        pytest.param(
            [WIDE, LEFT_HALF, FAR], [0, -np.inf, np.inf], 0.25, [2, 0], id="infinite scores have an order"
        ),
        pytest.param(
            [[3, 3, 3, 3]] * 3, [0.1, 0.3, 0.2], 0.0, [1, 2, 0], id="points: IoU 0, even with themselves"
        ),
        pytest.param(
            [[10002, 1, 10006, 3], [10000, 0, 10004, 2]], [1, 2], 0.125, [1], id="1/7 far away: gone"
        ),
        pytest.param([WIDE], [0.5], 0.5, [0], id="one box"),
    ],
)
def test_hand_cases(boxes: list, scores: list, threshold: float, expected: list[int], dtype: type) -> None:
    keep = nms(np.array(boxes, dtype), np.array(scores, dtype), threshold)
    assert keep.tolist() == expected
    assert keep.dtype == np.int64


@pytest.mark.parametrize(
    ("boxes", "scores", "classes", "expected"),
    [
        pytest.param([WIDE, WIDE], [0.5, 0.9], [0, 1], [1, 0], id="the same box in two classes stays twice"),
        pytest.param([WIDE, WIDE], [0.5, 0.9], [1, 1], [1], id="in one class once"),
        pytest.param(
            [WIDE] * 4, [0.6, 0.7, 0.8, 0.9], [3, 5, 3, 5], [3, 2], id="classes mixed, by falling score"
        ),
        pytest.param([WIDE] * 4, [0.5] * 4, [9, 2, 9, 2], [0, 1], id="equal scores: by index, not by class"),
        pytest.param(
            [FAR, WIDE, WIDE], [0.5, 0.5, 0.5], [7, 1, 0], [0, 1, 2], id="equal scores, three classes"
        ),
        pytest.param([WIDE, WIDE], [1, 2], [-1, 0], [1, 0], id="a negative class is a class"),
        pytest.param(
            [WIDE, WIDE], [1, 2], [2**53, 2**53 + 1], [1, 0], id="classes that float64 cannot tell apart"
        ),
        pytest.param([WIDE, WIDE, WIDE], [3, 2, 1], [0.5, 0.5, 1.5], [0, 2], id="classes as floats"),
        pytest.param([WIDE, WIDE], [1, 2], [False, True], [1, 0], id="classes as booleans"),
        pytest.param([[0, 0, 2, 2], [-5, -5, 2, 2]], [2, 1], [0, 1], [0, 1], id="boxes that reach below 0"),
    ],
)
def test_batched_hand_cases(boxes: list, scores: list, classes: list, expected: list[int]) -> None:
    keep = batched_nms(np.array(boxes, float), np.array(scores, float), np.array(classes), 0.25)
    assert keep.tolist() == expected
    assert keep.dtype == np.int64


def crowd(make_boxes: MakeBoxes, seed: int, count: int, offset: float = 0.0) -> tuple[np.ndarray, ...]:
    """Boxes in eighths of a pixel, exact in float32, half of them near copies; many ties; five classes."""
    rng = np.random.default_rng(seed)
    objects = make_boxes(rng, count // 2, offset)
    copies = objects[rng.integers(0, len(objects), count - len(objects))]
    boxes = np.vstack([objects, copies + rng.uniform(-1.5, 1.5, copies.shape)])
    boxes = rng.permutation(np.round(boxes * 8) / 8)
    return boxes, rng.integers(1, 12, count) / 16, rng.integers(0, 5, count)


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize(("dtype", "offset"), [(np.float64, 0.0), (np.float32, 0.0), (np.float32, 1e4)])
def test_agrees_with_a_loop(make_boxes: MakeBoxes, threshold: float, dtype: type, offset: float) -> None:
    boxes, scores, classes = crowd(make_boxes, 17, 83, offset)
    expected = plain_nms(boxes, scores, np.zeros(83), threshold)
    expected_batched = plain_nms(boxes, scores, classes, threshold)
    assert 1 < len(expected) < len(expected_batched) < 83, "some must go, and classes must matter"
    boxes, scores = boxes.astype(dtype), scores.astype(dtype)
    assert nms(boxes, scores, threshold).tolist() == expected
    assert batched_nms(boxes, scores, classes, threshold).tolist() == expected_batched


@cache
def onnx_nms() -> ModelProto:
    """ONNX NonMaxSuppression as a model of one node; its boxes are (y1, x1, y2, x2)."""
    inputs = [
        helper.make_tensor_value_info("boxes", TensorProto.FLOAT, [1, None, 4]),
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, None, None]),
        helper.make_tensor_value_info("per_class", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("iou_threshold", TensorProto.FLOAT, [1]),
        helper.make_tensor_value_info("score_threshold", TensorProto.FLOAT, [1]),
    ]
    output = helper.make_tensor_value_info("selected", TensorProto.INT64, [None, 3])
    node = helper.make_node("NonMaxSuppression", [value.name for value in inputs], ["selected"])
    graph = helper.make_graph([node], "nms", inputs, [output])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=8)


def run_onnx(run: Callable, boxes: np.ndarray, scores: np.ndarray, threshold: float) -> np.ndarray:
    """(K, 2) class and index, class by class; ``scores`` is (classes, N)."""
    feed = {
        "boxes": boxes[None][..., [1, 0, 3, 2]].astype(np.float32),
        "scores": scores[None].astype(np.float32),
        "per_class": np.array([len(boxes)]),
        "iou_threshold": np.array([threshold], np.float32),
        "score_threshold": np.array([0], np.float32),  # only scores above it take part
    }
    return run(None, feed)[0][:, 1:]


def runtime() -> Callable:
    return onnxruntime.InferenceSession(
        onnx_nms().SerializeToString(), providers=["CPUExecutionProvider"]
    ).run


def reference() -> Callable:
    return ReferenceEvaluator(onnx_nms()).run


@pytest.mark.parametrize("oracle", [runtime, reference])
@pytest.mark.parametrize("threshold", [0.25, 0.5])
def test_agrees_with_onnx(make_boxes: MakeBoxes, oracle: Callable[[], Callable], threshold: float) -> None:
    boxes, scores, classes = crowd(make_boxes, 23, 61)
    boxes[:2], scores[:2] = [WIDE, LEFT_HALF], 1  # a tie, and an IoU of exactly 1/2
    run = oracle()
    expected = run_onnx(run, boxes, scores[None], threshold)[:, 1]
    assert 1 < len(expected) < 61
    assert nms(boxes, scores, threshold).tolist() == expected.tolist()

    one_class_each = np.where(np.arange(5)[:, None] == classes, scores, 0)  # (5, 61)
    by_class = run_onnx(run, boxes, one_class_each, threshold)
    merged = sorted(by_class[:, 1], key=lambda i: (-scores[i], i))  # ONNX lists one class after the other
    assert batched_nms(boxes, scores, classes, threshold).tolist() == merged


@pytest.mark.parametrize("threshold", [0.25, 0.5])
def test_agrees_with_opencv(make_boxes: MakeBoxes, threshold: float) -> None:
    # Its NMSBoxesBatched uses the offset trick, so no coordinate may be negative here.
    boxes, scores, classes = crowd(make_boxes, 29, 67, offset=64)
    boxes[:2], scores[:2], classes[:2] = [WIDE, LEFT_HALF], 1, 0
    xywh = np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]).tolist()
    expected = cv2.dnn.NMSBoxes(xywh, scores.tolist(), 0.0, threshold)
    assert nms(boxes, scores, threshold).tolist() == expected.tolist()
    expected = cv2.dnn.NMSBoxesBatched(xywh, scores.tolist(), classes.tolist(), 0.0, threshold)
    assert batched_nms(boxes, scores, classes, threshold).tolist() == expected.tolist()


def test_opencv_and_we_differ_on_boxes_without_area() -> None:
    """The page tells of it: OpenCV counts two empty boxes as equal, wherever they lie."""
    points = [[0.0, 0.0, 0.0, 0.0], [7.0, 7.0, 0.0, 0.0]]
    assert cv2.dnn.NMSBoxes(points, [0.9, 0.5], 0.0, 0.5).tolist() == [0]
    assert nms([[0, 0, 0, 0], [7, 7, 7, 7]], [0.9, 0.5], 0.5).tolist() == [0, 1]


quarters = st.integers(0, 40).map(lambda n: n / 4)
one_box = st.tuples(quarters, quarters, quarters, quarters).map(
    lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]]
)
detection = st.tuples(one_box, st.sampled_from([0.25, 0.5, 0.75, 1.0]), st.integers(0, 2))
detections = st.lists(detection, max_size=12)
thresholds = st.sampled_from([0.0, 0.25, 0.5, 1.0])


def columns(rows: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    boxes = np.array([row[0] for row in rows], float).reshape(-1, 4)
    return boxes, np.array([row[1] for row in rows], float), np.array([row[2] for row in rows], int)


@PROPERTY
@given(rows=detections, threshold=thresholds)
def test_the_two_rules_that_define_it(rows: list, threshold: float) -> None:
    """A box is kept exactly when no kept box before it overlaps it too much: only one set is like that."""
    boxes, scores, classes = columns(rows)
    rank = {i: (-scores[i], i) for i in range(len(boxes))}
    for keep, same_class in (
        (nms(boxes, scores, threshold).tolist(), np.full((len(boxes), len(boxes)), True)),
        (batched_nms(boxes, scores, classes, threshold).tolist(), classes[:, None] == classes),
    ):
        assert keep == sorted(set(keep), key=rank.__getitem__)
        for i in range(len(boxes)):
            to_blame = [
                j
                for j in keep
                if rank[j] < rank[i] and same_class[i, j] and plain_iou(boxes[i], boxes[j]) > threshold
            ]
            assert (i in keep) == (not to_blame)


@PROPERTY
@given(rows=detections, threshold=thresholds, seed=st.integers(0, 99))
def test_relations(rows: list, threshold: float, seed: int) -> None:
    boxes, scores, classes = columns(rows)
    n = len(boxes)
    keep = nms(boxes, scores, threshold)
    assert np.array_equal(nms(boxes[keep], scores[keep], threshold), np.arange(len(keep))), (
        "what is kept stays"
    )
    assert np.array_equal(keep, batched_nms(boxes, scores, np.full(n, 7), threshold)), "one class is no class"
    everything = np.lexsort((np.arange(n), -scores))
    assert np.array_equal(everything, batched_nms(boxes, scores, np.arange(n), threshold)), (
        "each its own class"
    )
    assert np.array_equal(keep, nms(boxes * 4 + [512, -64] * 2, scores * 2 - 3, threshold)), (
        "shift, scale, scores"
    )

    batched = batched_nms(boxes, scores, classes, threshold)
    for name in np.unique(classes):
        members = np.flatnonzero(classes == name)
        alone = members[nms(boxes[members], scores[members], threshold)]
        assert np.array_equal(batched[classes[batched] == name], alone), "a class does not know of the others"

    shuffle = np.random.default_rng(seed).permutation(n)
    distinct = scores + np.arange(n) / 1024  # no ties: then the order of the input does not matter
    straight, shuffled = nms(boxes, distinct, threshold), nms(boxes[shuffle], distinct[shuffle], threshold)
    assert np.array_equal(straight, shuffle[shuffled])


def offset_trick(boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, threshold: float) -> list[int]:
    """The usual way: every class in a region of its own, in the dtype of the boxes."""
    room = boxes.max() + boxes.dtype.type(1)
    return nms(boxes + classes[:, None].astype(boxes.dtype) * room, scores, threshold).tolist()


def test_the_offset_trick_is_right_in_float64_and_above_zero(make_boxes: MakeBoxes) -> None:
    boxes, scores, classes = crowd(make_boxes, 31, 59, offset=64)
    assert boxes.min() >= 0
    assert offset_trick(boxes, scores, classes, 0.3) == batched_nms(boxes, scores, classes, 0.3).tolist()


def test_the_offset_trick_loses_digits_in_float32() -> None:
    # Class 80 moves by 80 * 10,001 = 800,080, where float32 counts in sixteenths: 0.03 is gone.
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 0.53], [0, 0, 10000, 10000]], np.float32)
    scores, classes = np.array([3, 2, 1], np.float32), np.array([80, 80, 0])
    assert np.spacing(np.float32(80 * 10001)) == 1 / 16
    assert batched_nms(boxes, scores, classes, 0.52).tolist() == [0, 2]
    assert offset_trick(boxes, scores, classes, 0.52) == [0, 1, 2]
    assert offset_trick(boxes.astype(np.float64), scores, classes, 0.52) == [0, 2]


def test_the_offset_trick_mixes_classes_below_zero() -> None:
    boxes = np.array([[0.0, 0, 10, 10], [-11, -11, -1, -1]])
    scores, classes = np.array([2.0, 1]), np.array([0, 1])
    assert batched_nms(boxes, scores, classes, 0.5).tolist() == [0, 1]
    assert offset_trick(boxes, scores, classes, 0.5) == [0], "10 + 1 carries the second onto the first"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(np.array([1, 255, 2, 0], np.uint8), [1, 2, 0, 3], id="unsigned: minus 1 is 255"),
        pytest.param(np.array([-1, 3, -(2**31), 2], np.int32), [1, 3, 0, 2], id="integers"),
        pytest.param(np.array([0.5, 1, 0.25, 1], np.float16), [1, 3, 0, 2], id="half precision"),
        pytest.param([1, 4, 3, 2], [1, 2, 3, 0], id="a list"),
    ],
)
def test_scores_of_any_number_type(scores: np.ndarray, expected: list[int]) -> None:
    boxes = np.array([WIDE, FAR, [20, 0, 24, 2], [30, 0, 34, 2]], float)
    assert nms(boxes, scores, 0.5).tolist() == expected
    assert batched_nms(boxes, scores, [0, 0, 0, 0], 0.5).tolist() == expected


@pytest.mark.parametrize("threshold", [np.float64(0.2), np.float32(0.2), np.array(0.2)])
def test_a_threshold_from_numpy_is_as_good_as_a_float(threshold: np.ndarray) -> None:
    # In float32 the IoU of 1/5 is 0.2000000030. A float64 scalar must not make that larger than 0.2.
    boxes = np.array([[1, 1, 2, 3], LEFT_HALF], np.float32)
    assert nms(boxes, [2, 1], threshold).tolist() == [0, 1]
    assert batched_nms(boxes, [2, 1], [0, 0], threshold).tolist() == [0, 1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_empty(dtype: type) -> None:
    nothing = np.zeros((0, 4), dtype), np.zeros(0, dtype)
    for keep in (nms(*nothing, 0.5), batched_nms(*nothing, np.zeros(0, int), 0.5)):
        assert keep.shape == (0,)
        assert keep.dtype == np.int64


def test_inputs_may_be_read_only_and_strided_and_stay(make_boxes: MakeBoxes) -> None:
    boxes, scores, classes = crowd(make_boxes, 37, 54)
    expected = plain_nms(boxes[::2], scores[::2], classes[::2], 0.3)
    before = [array.copy() for array in (boxes, scores, classes)]
    for array in (boxes, scores, classes):
        array.flags.writeable = False
    assert batched_nms(np.asfortranarray(boxes)[::2], scores[::2], classes[::2], 0.3).tolist() == expected
    nms(boxes[::2], scores[::2], 0.3)
    assert all(np.array_equal(now, then) for now, then in zip((boxes, scores, classes), before, strict=True))


def test_never_holds_a_full_matrix() -> None:
    n = 2000
    boxes = np.tile(np.array([WIDE, FAR], float), (n // 2, 1))
    tracemalloc.start()
    try:
        assert nms(boxes, np.arange(n), 0.5).tolist() == [n - 1, n - 2]
        assert batched_nms(boxes, np.arange(n), np.zeros(n), 0.5).tolist() == [n - 1, n - 2]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < n * n, "one byte for each pair would be a mask of N x N already"


BOXES = np.array([WIDE, LEFT_HALF, FAR], float)


@pytest.mark.parametrize(
    ("boxes", "scores", "threshold", "message"),
    [
        pytest.param(
            BOXES, [0.1, 0.2], 0.5, r"scores has shape \(2,\), expected \(3,\)", id="too few scores"
        ),
        pytest.param(BOXES, np.zeros((3, 1)), 0.5, r"scores has shape \(3, 1\)", id="scores as a column"),
        pytest.param(BOXES, [0.1, np.nan, 0.2], 0.5, r"scores\[1\] is NaN", id="a NaN score"),
        pytest.param(BOXES, [0.1, 0.2, 0.3], 50, r"iou_threshold is 50.*\[0, 1\] \(percent", id="percent"),
        pytest.param(BOXES, [0.1, 0.2, 0.3], -0.1, r"iou_threshold is -0.1", id="below 0"),
        pytest.param(BOXES, [0.1, 0.2, 0.3], np.nan, r"iou_threshold is nan", id="a NaN threshold"),
        pytest.param([[10, 20, 5, 8]], [1], 0.5, r"boxes\[0\] .*xywh", id="xywh"),
        pytest.param([[0, 0, np.nan, 8]], [1], 0.5, r"boxes\[0\] .*not finite", id="a NaN box"),
        pytest.param(BOXES.T, [1, 2, 3, 4], 0.5, r"boxes has shape \(4, 3\).*transposed", id="transposed"),
    ],
)
def test_errors(boxes: np.ndarray, scores: np.ndarray, threshold: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nms(boxes, scores, threshold)
    with pytest.raises(ValueError, match=message):
        batched_nms(boxes, scores, np.zeros(len(boxes)), threshold)


def test_errors_of_classes() -> None:
    with pytest.raises(ValueError, match=r"classes has shape \(2,\), expected \(3,\)"):
        batched_nms(BOXES, [1, 2, 3], [0, 1], 0.5)
    with pytest.raises(ValueError, match=r"classes\[2\] is NaN"):
        batched_nms(BOXES, [1, 2, 3], [0, 1, np.nan], 0.5)
