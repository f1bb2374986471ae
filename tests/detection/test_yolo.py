"""The proof of ``kb.detection.yolo`` and of the modules beside it: decoding, letterbox, anchors, targets, v1, parts."""

from __future__ import annotations

import itertools
import math

import cv2
import numpy as np
import onnx.reference
import pytest
import torch
from onnx import TensorProto, helper
from torch import nn

from kb.detection import yolo_heads_torch as parts
from kb.detection.iou import box_iou
from kb.detection.yolo import box_count, sigmoid, yolo_decode, yolo_v5_decode
from kb.detection.yolo_anchors import average_iou, best_possible_recall, kmeans_anchors, wh_iou
from kb.detection.yolo_letterbox import letterbox, letterbox_image, resize, smallest_shape, undo_letterbox
from kb.detection.yolo_targets import owner_cell, v3_anchor, v5_anchors, v5_cells
from kb.detection.yolo_v1 import v1_boxes, v1_loss
from kb.foundations.clustering import kmeans

pytestmark = pytest.mark.filterwarnings("error")
COCO = [[10, 13], [16, 30], [33, 23], [30, 61], [62, 45], [59, 119], [116, 90], [156, 198], [373, 326]]

# ---------------------------------------------------------------- decoding


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def by_loops(raw: np.ndarray, anchors: list, stride: int, v5: bool) -> np.ndarray:
    """The definition, one number at a time; the channels of an anchor stand together."""
    images, channels, height, width = raw.shape
    per = channels // len(anchors)
    result = []
    for image in range(images):
        rows = []
        for a, row, column in itertools.product(range(len(anchors)), range(height), range(width)):
            tx, ty, tw, th, *rest = (float(raw[image, a * per + i, row, column]) for i in range(per))
            if v5:
                x, y = 2 * logistic(tx) - 0.5 + column, 2 * logistic(ty) - 0.5 + row
                w, h = 4 * logistic(tw) ** 2, 4 * logistic(th) ** 2
            else:
                x, y, w, h = logistic(tx) + column, logistic(ty) + row, math.exp(tw), math.exp(th)
            box = [x * stride, y * stride, anchors[a][0] * w, anchors[a][1] * h]
            rows.append(box + [logistic(value) for value in rest])
        result.append(rows)
    return np.array(result)


@pytest.mark.parametrize("v5", [False, True])
def test_decoding_is_the_definition(v5: bool) -> None:
    raw = np.random.default_rng(3).normal(size=(2, 3 * 7, 5, 4))
    anchors = [[10, 13], [33, 23], [5, 61]]
    decode = yolo_v5_decode if v5 else yolo_decode
    found = decode(raw, anchors, 8)
    assert found.shape == (2, 3 * 5 * 4, 7)
    np.testing.assert_allclose(found, by_loops(raw, anchors, 8, v5), rtol=1e-13)
    single = decode(raw.astype(np.float32), anchors, 8)
    np.testing.assert_allclose(single, found, rtol=1e-5)


def test_zeros_are_the_anchor_in_the_middle_of_its_cell() -> None:
    for decode in (yolo_decode, yolo_v5_decode):
        found = decode(np.zeros((1, 6, 2, 3)), [[10, 20]], 16)
        assert found[0, 5].tolist() == [40, 24, 10, 20, 0.5, 0.5], "the last cell: row 1, column 2"
        assert found[0, :, 0].tolist() == [8, 24, 40, 8, 24, 40]


def test_bounds() -> None:
    raw = np.full((1, 5, 1, 1), 40.0)
    np.testing.assert_allclose(yolo_v5_decode(raw, [[10, 20]], 16)[0, 0], [24, 24, 40, 80, 1])
    np.testing.assert_allclose(yolo_v5_decode(-raw, [[10, 20]], 16)[0, 0, :4], [-8, -8, 0, 0], atol=1e-14)
    np.testing.assert_allclose(yolo_decode(raw, [[10, 20]], 16)[0, 0, :2], 16)
    np.testing.assert_allclose(
        yolo_decode(raw, [[10, 20]], 16)[0, 0, 2:4], [10 * math.e**40, 20 * math.e**40]
    )


def test_sigmoid_is_finite_and_keeps_small_values() -> None:
    x = np.array([-1e4, -700.0, -40, 0, 40, 1e4])
    np.testing.assert_allclose(sigmoid(x), torch.sigmoid(torch.tensor(x)).numpy(), rtol=1e-13)


def test_counts_of_boxes() -> None:
    assert box_count(416, 416) == 3 * (52**2 + 26**2 + 13**2) == 10647
    assert box_count(640, 640) == 25200
    assert box_count(640, 640, anchors=1) == 8400
    assert box_count(384, 640) == 15120
    assert box_count(448, 448, [64], 2) == 98
    levels = [np.zeros((1, 255, 416 // stride, 416 // stride)) for stride in (8, 16, 32)]
    assert sum(yolo_decode(level, COCO[:3], 8).shape[1] for level in levels) == 10647
    with pytest.raises(ValueError, match="pad the image"):
        box_count(600, 640)


@pytest.mark.parametrize(
    ("shape", "anchors", "match"),
    [
        pytest.param((1, 4, 4, 21), COCO[:3], "channels last", id="channels last"),
        pytest.param((1, 20, 4, 4), COCO[:3], "channels last", id="20 is no multiple of 3"),
        pytest.param((1, 12, 4, 4), COCO[:3], "channels last", id="4 numbers an anchor"),
        pytest.param((21, 4, 4), COCO[:3], "channels last", id="no batch axis"),
        pytest.param((1, 21, 4, 4), [[0, 1], [1, 1], [1, 1]], "positive", id="an anchor without width"),
        pytest.param((1, 21, 4, 4), [1, 2, 3], "positive", id="anchors of one axis"),
    ],
)
def test_decoding_refuses(shape: tuple, anchors: list, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        yolo_decode(np.zeros(shape), anchors, 8)


def test_no_images() -> None:
    assert yolo_decode(np.zeros((0, 21, 2, 3)), COCO[:3], 8).shape == (0, 18, 7)


# ---------------------------------------------------------------- letterbox


def test_letterbox_by_hand() -> None:
    # 720 x 1280 into 640 x 640: half the size, 360 rows of content, 140 above and below.
    boxes, scale, corner = letterbox([[0, 0, 1280, 720], [100, 200, 300, 500]], (720, 1280), (640, 640))
    assert (scale, corner) == (0.5, (0, 140))
    assert boxes.tolist() == [[0, 140, 640, 500], [50, 240, 150, 390]]
    assert letterbox(np.zeros((0, 4)), (720, 1280), (640, 640))[0].shape == (0, 4)
    assert smallest_shape((720, 1280), (640, 640)) == (384, 640)
    assert letterbox(np.zeros((0, 4)), (720, 1280), (384, 640))[2] == (0, 12)


def test_the_extra_pixel_is_at_the_bottom_and_at_the_right() -> None:
    image = np.full((3, 8, 1), 7, dtype=np.uint8)
    assert letterbox_image(image, (8, 8))[:, 0, 0].tolist() == [114, 114, 7, 7, 7, 114, 114, 114]
    assert letterbox_image(image.swapaxes(0, 1), (8, 8))[0, :, 0].tolist() == [
        114,
        114,
        7,
        7,
        7,
        114,
        114,
        114,
    ]
    assert letterbox(np.zeros((0, 4)), (3, 8), (8, 8))[2] == (0, 2)


@pytest.mark.parametrize(("shape", "size"), [((37, 53), (61, 61)), ((101, 47), (64, 32)), ((5, 7), (5, 7))])
def test_resizing_is_that_of_opencv(shape: tuple[int, int], size: tuple[int, int]) -> None:
    image = np.random.default_rng(5).uniform(0, 255, (*shape, 3))
    expected = cv2.resize(image, size[::-1], interpolation=cv2.INTER_LINEAR)
    np.testing.assert_allclose(resize(image, size), expected, atol=1e-4)
    whole = image.astype(np.uint8)
    expected = cv2.resize(whole, size[::-1], interpolation=cv2.INTER_LINEAR)
    assert np.abs(resize(whole, size).astype(int) - expected).max() <= 1, "OpenCV rounds weights to 1/2048"


def test_letterbox_image_is_opencv_resize_and_border() -> None:
    image = np.random.default_rng(6).uniform(0, 255, (45, 91, 3))
    height = round(45 * 64 / 91)
    inside = cv2.resize(image, (64, height))
    top = (64 - height) // 2
    value = (114, 114, 114)
    expected = cv2.copyMakeBorder(inside, top, 64 - height - top, 0, 0, cv2.BORDER_CONSTANT, value=value)
    np.testing.assert_allclose(letterbox_image(image, (64, 64)), expected, atol=1e-4)


def test_boxes_follow_the_pixels() -> None:
    """A bright rectangle is found where letterbox says it is."""
    image = np.zeros((90, 160, 1))
    image[30:60, 40:100] = 255
    moved = letterbox_image(image, (320, 320), fill=0)[..., 0] > 127
    rows, columns = np.nonzero(moved.any(axis=1))[0], np.nonzero(moved.any(axis=0))[0]
    boxes, _, _ = letterbox([[40, 30, 100, 60]], (90, 160), (320, 320))
    assert boxes[0].tolist() == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_round_trip(dtype: type) -> None:
    rng = np.random.default_rng(7)
    for shape, size in [((427, 640), (416, 416)), ((1080, 1919), (640, 640)), ((61, 37), (384, 640))]:
        corner = rng.uniform(0, 0.5, (11, 2)) * [shape[1], shape[0]]
        boxes = np.hstack([corner, corner + rng.uniform(0, 0.5, (11, 2)) * [shape[1], shape[0]]]).astype(
            dtype
        )
        moved, _, _ = letterbox(boxes, shape, size)
        assert moved.dtype == dtype
        back = undo_letterbox(moved, shape, size)
        np.testing.assert_allclose(back, boxes, atol=2e-4 if dtype == np.float32 else 1e-9)


def test_undo_clips_to_the_image() -> None:
    boxes = [[-5, 100, 700, 600], [0, 0, 640, 100]]
    assert undo_letterbox(boxes, (720, 1280), (640, 640)).tolist() == [[0, 0, 1280, 720], [0, 0, 1280, 0]]


def test_letterbox_refuses() -> None:
    for shape, size in [((0, 5), (8, 8)), ((5, 5), (8, -8)), ((5, 5, 3), (8, 8))]:
        with pytest.raises(ValueError, match="positive"):
            letterbox(np.zeros((0, 4)), shape, size)
    with pytest.raises(ValueError, match="add an axis"):
        letterbox_image(np.zeros((5, 5)), (8, 8))
    with pytest.raises(ValueError, match="narrow"):
        letterbox_image(np.zeros((2000, 1, 3)), (640, 640))


# ---------------------------------------------------------------- anchors


def test_iou_of_sizes_is_that_of_boxes_at_the_origin() -> None:
    rng = np.random.default_rng(11)
    a, b = rng.uniform(1, 50, (13, 2)), rng.uniform(1, 50, (7, 2))
    expected = box_iou(np.hstack([np.zeros_like(a), a]), np.hstack([np.zeros_like(b), b]))
    np.testing.assert_allclose(wh_iou(a, b), expected, rtol=1e-13)


def kmeans_by_loops(wh: np.ndarray, init: np.ndarray, iterations: int) -> np.ndarray:
    anchors = [tuple(row) for row in init.tolist()]
    for _ in range(iterations):
        members: list[list] = [[] for _ in anchors]
        for w, h in wh.tolist():
            ious = []
            for aw, ah in anchors:
                both = min(w, aw) * min(h, ah)
                ious.append(both / (w * h + aw * ah - both))
            members[ious.index(max(ious))].append((w, h))
        anchors = [
            (sum(w for w, _ in group) / len(group), sum(h for _, h in group) / len(group)) if group else old
            for group, old in zip(members, anchors, strict=True)
        ]
    return np.array(anchors)


@pytest.mark.parametrize("iterations", [0, 1, 2, 20])
def test_kmeans_anchors_is_the_definition(iterations: int) -> None:
    rng = np.random.default_rng(13)
    wh, init = rng.uniform(5, 300, (97, 2)), rng.uniform(5, 300, (5, 2))
    found = kmeans_anchors(wh, init, iterations)
    np.testing.assert_allclose(found, kmeans_by_loops(wh, init, iterations), rtol=1e-12)


def test_a_fixed_point_stays_and_is_the_best_of_all_groupings() -> None:
    wh = np.array(
        [[10, 10], [11, 10], [10, 12], [90, 100], [100, 95], [110, 100], [30, 150], [28, 160]], float
    )
    found = kmeans_anchors(wh, wh[[0, 3, 6]], 10)
    np.testing.assert_array_equal(kmeans_anchors(wh, found, 1), found)
    best = 0.0
    for labels in itertools.product(range(3), repeat=len(wh)):
        groups = [wh[np.array(labels) == k] for k in range(3)]
        if all(len(group) for group in groups):
            best = max(best, average_iou(wh, [group.mean(axis=0) for group in groups]))
    np.testing.assert_allclose(average_iou(wh, found), best)


def test_euclid_prefers_large_boxes() -> None:
    """From the same start, on sizes of every order, Euclidean k-means fits worse by IoU and loses small boxes."""
    rng = np.random.default_rng(4)
    wh = np.exp(rng.normal(4, 0.9, (400, 1)) + rng.normal(0, 0.3, (400, 2)))
    for _ in range(3):
        init = wh[rng.choice(len(wh), 5, replace=False)]
        euclid, _ = kmeans(wh, init, 50)  # its own tests compare it with scikit-learn
        ours = kmeans_anchors(wh, init, 50)
        assert average_iou(wh, ours) > average_iou(wh, euclid)
        assert ours.prod(axis=1).min() < euclid.prod(axis=1).min()


def test_the_average_iou_may_fall() -> None:
    """The mean of sizes does not minimize 1 - IoU, so there is no guarantee as in Euclidean k-means."""
    wh = np.array([[2.0, 2], [2, 2], [2, 2], [12, 12]])
    init = np.array([[2.0, 2]])
    assert average_iou(wh, kmeans_anchors(wh, init, 1)) < average_iou(wh, init)


def test_ties_and_empty_clusters() -> None:
    assert kmeans_anchors([[4, 4], [4, 4]], [[2, 4], [4, 2], [90, 90]], 1).tolist() == [
        [4, 4],
        [4, 2],
        [90, 90],
    ]


def test_best_possible_recall() -> None:
    wh = [[40, 10], [39, 10], [10, 2.5], [10, 2.6], [10, 10]]
    assert best_possible_recall(wh, [[10, 10]]) == 3 / 5, "4 times as wide is too much, exactly 4 as well"
    assert best_possible_recall(wh, [[10, 10], [30, 10], [10, 3]]) == 1
    np.testing.assert_array_equal(v5_anchors(wh, [[10, 10]])[:, 0], [False, True, False, True, True])


def test_at_most_eight_of_the_anchors_fit_at_once() -> None:
    """The page says so: 24 positives, with three cells for each."""
    sizes = np.stack(np.meshgrid(np.geomspace(2, 640, 200), np.geomspace(2, 640, 200)), -1).reshape(-1, 2)
    assert v5_anchors(sizes, COCO).sum(axis=1).max() <= 8
    assert v5_anchors([[39.5, 51.0]], COCO).sum() == 8


def test_anchors_refuse() -> None:
    for wh in ([[1, 0]], [[1, 2, 3, 4]], [1, 2]):
        with pytest.raises(ValueError, match="xyxy boxes by mistake"):
            kmeans_anchors(wh, [[1, 1]], 1)
    with pytest.raises(ValueError, match="0 or more"):
        kmeans_anchors([[1, 1]], [[1, 1]], -1)
    with pytest.raises(ValueError, match="at least one"):
        average_iou(np.zeros((0, 2)), [[1, 1]])


# ---------------------------------------------------------------- positives


def test_owner_cell() -> None:
    assert owner_cell([300, 100], (448, 448), (7, 7)) == (1, 4)
    assert owner_cell([64, 64], (448, 448), (7, 7)) == (1, 1), "a border belongs to the cell behind it"
    assert owner_cell([607.9, 0], (608, 608), (19, 19)) == (0, 18)
    with pytest.raises(ValueError, match="outside"):
        owner_cell([448, 3], (448, 448), (7, 7))


def test_v3_takes_one_anchor_of_nine() -> None:
    assert v3_anchor([[10, 13], [60, 50], [400, 400], [17, 29]], COCO).tolist() == [0, 4, 8, 1]


@pytest.mark.parametrize(
    ("center", "cells"),
    [
        pytest.param([26, 20], [(2, 3), (2, 2)], id="x in the first half, y in the exact middle"),
        pytest.param([25, 23], [(2, 3), (2, 2), (3, 3)], id="left and below"),
        pytest.param([31, 17], [(2, 3), (2, 4), (1, 3)], id="right and above"),
        pytest.param([28, 20], [(2, 3)], id="the exact middle"),
        pytest.param([1, 1], [(0, 0)], id="the corner of the image: no neighbors"),
        pytest.param([39, 38], [(4, 4)], id="the other corner"),
        pytest.param([1, 15], [(1, 0), (2, 0)], id="at the left border"),
    ],
)
def test_v5_cells(center: list, cells: list) -> None:
    assert v5_cells(center, 8, (5, 5)) == cells


def test_v5_cells_are_those_that_the_decoding_can_reach() -> None:
    """From each positive cell the center lies between -0.5 and 1.5, where 2 sigmoid - 0.5 gets."""
    for x, y in np.random.default_rng(17).uniform(0, 40, (101, 2)):
        cells = v5_cells([x, y], 8, (5, 5))
        assert 1 <= len(cells) <= 3
        for row, column in cells:
            assert -0.5 <= x / 8 - column <= 1.5
            assert -0.5 <= y / 8 - row <= 1.5


# ---------------------------------------------------------------- v1


def v1_by_loops(pred: np.ndarray, truth: np.ndarray, labels: list[int]) -> np.ndarray:
    """Equation 3, cell by cell and predictor by predictor, two boxes and three classes."""
    cells, terms, owner = len(pred), [0.0] * 5, {}
    for k, (x1, y1, x2, y2) in enumerate(truth):
        owner.setdefault((int((y1 + y2) / 2 * cells), int((x1 + x2) / 2 * cells)), k)
    for row, column in itertools.product(range(cells), range(cells)):
        p, k = pred[row, column], owner.get((row, column))
        ious = []
        for j in range(2):
            cx, cy, w, h = (
                (p[5 * j] + column) / cells,
                (p[5 * j + 1] + row) / cells,
                p[5 * j + 2] ** 2,
                p[5 * j + 3] ** 2,
            )
            if k is not None:
                x1, y1, x2, y2 = truth[k]
                wide = max(0, min(cx + w / 2, x2) - max(cx - w / 2, x1))
                high = max(0, min(cy + h / 2, y2) - max(cy - h / 2, y1))
                ious.append(wide * high / (w * h + (x2 - x1) * (y2 - y1) - wide * high))
        own = None if k is None else ious.index(max(ious))
        for j in range(2):
            if j != own:
                terms[3] += 0.5 * p[5 * j + 4] ** 2
        if k is not None:
            x1, y1, x2, y2 = truth[k]
            q = p[5 * own : 5 * own + 5]
            terms[0] += 5 * (
                (q[0] - (x1 + x2) / 2 * cells + column) ** 2 + (q[1] - (y1 + y2) / 2 * cells + row) ** 2
            )
            terms[1] += 5 * ((q[2] - (x2 - x1) ** 0.5) ** 2 + (q[3] - (y2 - y1) ** 0.5) ** 2)
            terms[2] += (q[4] - ious[own]) ** 2
            terms[4] += sum((p[10 + c] - (c == labels[k])) ** 2 for c in range(3))
    return np.array(terms)


def test_v1_loss_is_equation_3() -> None:
    rng = np.random.default_rng(19)
    pred = rng.uniform(0.05, 0.95, (5, 5, 13))
    corner = rng.uniform(0, 0.5, (6, 2))
    truth = np.hstack([corner, corner + rng.uniform(0.05, 0.5, (6, 2))])
    truth = np.vstack([truth, truth[:1]])  # a second object in a cell is not learned
    labels = [0, 1, 2, 0, 1, 2, 1]
    np.testing.assert_allclose(v1_loss(pred, truth, labels), v1_by_loops(pred, truth, labels), rtol=1e-12)


def perfect() -> tuple[np.ndarray, list, list]:
    """A 2 x 2 grid; one object of half the image in the cell at the upper right, predicted by the second box."""
    pred = np.zeros((2, 2, 13))
    pred[0, 1, 5:10] = [0.5, 0.5, 0.5**0.5, 0.5**0.5, 1]
    pred[0, 1, 11] = 1
    return pred, [[0.5, 0, 1, 0.5]], [1]


def test_v1_by_hand() -> None:
    pred, truth, labels = perfect()
    np.testing.assert_allclose(v1_boxes(pred)[0, 1, 1], truth[0], atol=1e-15)
    np.testing.assert_allclose(v1_loss(pred, truth, labels), 0, atol=1e-15)
    pred[1, 1, 4] = 1  # an empty cell is sure: half a point
    pred[0, 1, 4] = 1  # so is the other box of the cell, which is not responsible
    np.testing.assert_allclose(v1_loss(pred, truth, labels), [0, 0, 0, 1, 0], atol=1e-15)
    pred[1, 1, 10:] = 9  # classes of an empty cell do not count
    np.testing.assert_allclose(v1_loss(pred, truth, labels).sum(), 1)
    pred[0, 1, 11] = 0
    np.testing.assert_allclose(v1_loss(pred, truth, labels)[4], 1)


def test_v1_without_objects() -> None:
    pred = np.full((7, 7, 30), 0.5)
    np.testing.assert_allclose(v1_loss(pred, np.zeros((0, 4)), []), [0, 0, 0, 98 * 0.5 * 0.25, 0])


def test_the_same_error_in_the_root_costs_more_for_small_boxes() -> None:
    """0.04 too wide: the root moves 7 times as far from 0.01 as from 0.5."""
    wide = [abs((w + 0.04) ** 0.5 - w**0.5) for w in (0.01, 0.5)]
    assert 4 < wide[0] / wide[1] < 5


def test_v1_refuses() -> None:
    with pytest.raises(ValueError, match="channels first"):
        v1_boxes(np.zeros((30, 7, 7)))
    with pytest.raises(ValueError, match="pixels by mistake"):
        v1_loss(np.zeros((7, 7, 30)), [[100, 100, 200, 200]], [0])
    with pytest.raises(ValueError, match="one label"):
        v1_loss(np.zeros((7, 7, 30)), [[0, 0, 0.2, 0.2]], [])


# ---------------------------------------------------------------- parts of the network


def test_sppf_is_spp() -> None:
    x = torch.randn(2, 5, 17, 11, generator=torch.Generator().manual_seed(1))
    assert torch.equal(parts.SPPF()(x), parts.SPP()(x))
    assert parts.SPP()(x).shape == (2, 20, 17, 11)
    assert sum(p.numel() for p in parts.SPP().parameters()) == 0


def test_focus_is_a_6x6_convolution_with_stride_2() -> None:
    torch.manual_seed(2)
    focus = parts.Focus(3, 7).double()
    x = torch.randn(2, 3, 10, 6, dtype=torch.float64)
    large = parts.focus_as_convolution(focus.conv.weight)
    assert large.shape == (7, 3, 6, 6)
    expected = nn.functional.conv2d(x, large, stride=2, padding=2)
    np.testing.assert_allclose(focus(x).detach(), expected.detach(), rtol=1e-12, atol=1e-12)
    assert large.numel() == focus.conv.weight.numel() == 7 * 108


def test_focus_rearranges_as_space_to_depth() -> None:
    """ONNX walks rows first and YOLOv5 columns, so the second and third group of channels change places."""
    focus = parts.Focus(3, 12)
    with torch.no_grad():
        focus.conv.weight.zero_()
        for i in range(12):
            focus.conv.weight[i, i, 1, 1] = 1
    x = torch.arange(3 * 6 * 4, dtype=torch.float32).reshape(1, 3, 6, 4)
    node = helper.make_node("SpaceToDepth", ["x"], ["y"], blocksize=2)
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("x", "y")]
    model = helper.make_model(helper.make_graph([node], "g", value[:1], value[1:]))
    (expected,) = onnx.reference.ReferenceEvaluator(model).run(None, {"x": x.numpy()})
    order = [*range(3), *range(6, 9), *range(3, 6), *range(9, 12)]
    np.testing.assert_array_equal(focus(x).detach().numpy(), expected[:, order])


def test_darknet_residual() -> None:
    torch.manual_seed(3)
    block = parts.DarknetResidual(8).eval()
    x = torch.randn(2, 8, 5, 3)
    y = x
    for part in (block.reduce, block.expand):
        convolution, norm, _ = part
        y = nn.functional.leaky_relu(norm(convolution(y)), 0.1)
    np.testing.assert_allclose(block(x).detach(), (x + y).detach(), rtol=1e-6, atol=1e-6)
    assert (block(x) < -0.5).any(), "nothing clips the sum"
    assert (
        sum(p.numel() for p in parts.DarknetResidual(256).parameters()) == 256 * 128 + 9 * 128 * 256 + 2 * 384
    )


def test_csp_needs_fewer_parameters_than_the_same_blocks_on_all_channels() -> None:
    def count(module: nn.Module) -> int:
        return sum(p.numel() for p in module.parameters() if p.ndim == 4)

    csp = parts.C3(128, 3)
    assert csp(torch.zeros(1, 128, 4, 4)).shape == (1, 128, 4, 4)
    assert count(csp) == 2 * 128 * 64 + 3 * 10 * 64 * 64 + 128 * 128
    plain = nn.Sequential(
        *(nn.Sequential(parts.unit(128, 128, 1), parts.unit(128, 128, 3)) for _ in range(3))
    )
    assert count(plain) == 3 * 10 * 128 * 128
    assert 3 < count(plain) / count(csp) < 4


def test_heads() -> None:
    head = parts.YoloHead((128, 256, 512))
    features = [torch.zeros(2, c, 640 // s, 640 // s) for c, s in ((128, 8), (256, 16), (512, 32))]
    raw = head(features)
    assert [tuple(level.shape) for level in raw] == [(2, 255, 80, 80), (2, 255, 40, 40), (2, 255, 20, 20)]
    assert sum(yolo_v5_decode(level.detach().numpy(), COCO[:3], 8).shape[1] for level in raw) == 25200
    assert sum(p.numel() for p in head.parameters()) == (128 + 256 + 512) * 255 + 3 * 255 == 229245
    split = parts.decoupled_head(256)
    weights = 256 * 256 + 4 * 9 * 256 * 256 + 256 * 85
    assert sum(p.numel() for p in split.parameters()) == weights + 85 + 5 * 2 * 256
