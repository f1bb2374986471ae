"""The proof of ``kb.detection.anchors``: hand cases, round trips, and loops that are written from the definitions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from kb.detection.anchors import (
    BACKGROUND,
    IGNORED,
    LARGEST,
    anchor_grid,
    decode_boxes,
    encode_boxes,
    match_anchors,
)

MakeBoxes = Callable[..., np.ndarray]

# ---------------------------------------------------------------- the grid


def test_faster_r_cnn_has_nine_anchors_of_three_areas() -> None:
    """arXiv 1506.01497, section 3.3: areas of 128², 256², 512² and ratios 1:1, 1:2, 2:1."""
    anchors = anchor_grid((1, 1), 16, [128, 256, 512], [0.5, 1, 2])
    size = anchors[:, 2:] - anchors[:, :2]
    assert size.prod(axis=1) == pytest.approx([128**2] * 3 + [256**2] * 3 + [512**2] * 3)
    assert size[:, 1] / size[:, 0] == pytest.approx([0.5, 1, 2] * 3)
    assert (anchors[:, :2] + anchors[:, 2:]) / 2 == pytest.approx(np.full((9, 2), 8.0))


def test_ssd_has_8732_priors() -> None:
    """arXiv 1512.02325: six maps from 38 to 1, with 4 or 6 priors in every cell."""
    cells = [(38, 4), (19, 6), (10, 6), (5, 6), (3, 4), (1, 4)]
    assert sum(len(anchor_grid((side, side), 8, [1.0], [1.0] * many)) for side, many in cells) == 8732


def test_rows_come_before_columns_before_shapes() -> None:
    anchors = anchor_grid((2, 3), 10, [4], [1, 4])
    centers = (anchors[:, :2] + anchors[:, 2:]) / 2
    assert centers[::2].tolist() == [[5, 5], [15, 5], [25, 5], [5, 15], [15, 15], [25, 15]]
    assert (anchors[:, 2:] - anchors[:, :2])[:2].tolist() == [[4, 4], [2, 8]]


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param([10, 20, 30, 60], [0, 0, 0, 0], id="the anchor itself"),
        pytest.param([20, 20, 40, 60], [0.5, 0, 0, 0], id="half a width to the right"),
        pytest.param([10, 10, 30, 50], [0, -0.25, 0, 0], id="a quarter of a height up"),
        pytest.param([0, 20, 40, 60], [0, 0, math.log(2), 0], id="twice as wide"),
        pytest.param([10, 30, 30, 50], [0, 0, 0, -math.log(2)], id="half as high"),
        pytest.param([10, 20, 50, 60], [0.5, 0, math.log(2), 0], id="the right edge moved: center and width"),
    ],
)
def test_offsets_by_hand(box: list[float], expected: list[float]) -> None:
    anchor = np.array([[10.0, 20, 30, 60]])  # 20 wide, 40 high
    assert encode_boxes([box], anchor)[0] == pytest.approx(expected)
    assert decode_boxes([expected], anchor)[0] == pytest.approx(box)


@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_decoding_undoes_encoding(make_boxes: MakeBoxes, offset: float) -> None:
    rng = np.random.default_rng(5)
    boxes, anchors = make_boxes(rng, 211, offset), make_boxes(rng, 211, offset)
    assert decode_boxes(encode_boxes(boxes, anchors), anchors) == pytest.approx(
        boxes, abs=1e-9 * (1 + offset)
    )


def test_offsets_know_no_scale_and_no_place(make_boxes: MakeBoxes) -> None:
    rng = np.random.default_rng(6)
    boxes, anchors = make_boxes(rng, 97), make_boxes(rng, 97)
    expected = encode_boxes(boxes, anchors)
    assert encode_boxes(7 * boxes, 7 * anchors) == pytest.approx(expected)
    assert encode_boxes(boxes + 31, anchors + 31) == pytest.approx(expected)


def test_large_predictions_are_capped_and_small_ones_are_not() -> None:
    anchor = np.array([[0.0, 0, 16, 16]])
    wide = decode_boxes([[0, 0, 50.0, LARGEST]], anchor)[0]
    assert wide[2:] - wide[:2] == pytest.approx([1000, 1000])
    thin = decode_boxes([[0, 0, -5.0, 0]], anchor)[0]
    assert thin[2] - thin[0] == pytest.approx(16 * math.exp(-5))


def test_the_slope_in_pixels_grows_with_the_anchor() -> None:
    """d x1 / d tx is the anchor's width: the same error of the network is worth more pixels in a large anchor."""
    for side in (8.0, 64.0):
        deltas = torch.zeros(1, 4, dtype=torch.float64)
        step = deltas.clone()
        step[0, 0] = 1e-6
        anchor = np.array([[0.0, 0, side, side]])
        slope = (decode_boxes(step.numpy(), anchor) - decode_boxes(deltas.numpy(), anchor)) / 1e-6
        assert slope[0] == pytest.approx([side, 0, side, 0], rel=1e-6)


@pytest.mark.parametrize(
    ("boxes", "anchors", "message"),
    [
        ([[0, 0, 1, 1]], [[0, 0, 1, 1], [0, 0, 2, 2]], "1 boxes for 2 anchors"),
        ([[0, 0, 0, 1]], [[0, 0, 1, 1]], "no area"),
        ([[0, 0, 1, 1]], [[0, 3, 1, 3]], "no area"),
        ([[4, 0, 1, 1]], [[0, 0, 1, 1]], "xywh by mistake"),
    ],
)
def test_slips_of_encoding_are_told(boxes: list[object], anchors: list[object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        encode_boxes(boxes, anchors)


def test_slips_of_decoding_are_told() -> None:
    with pytest.raises(ValueError, match=r"deltas have shape \(1, 5\)"):
        decode_boxes(np.zeros((1, 5)), np.zeros((1, 4)))


# ---------------------------------------------------------------- matching


def by_definition(anchors: np.ndarray, gt: np.ndarray, low: float, high: float) -> list[int]:
    """Every rule as a sentence, with an IoU of its own."""

    def iou(a: np.ndarray, b: np.ndarray) -> float:
        w = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
        h = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
        union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
        return w * h / union if union else 0.0

    told = []
    for anchor in anchors:
        overlaps = [iou(anchor, box) for box in gt]
        best = max(overlaps, default=0.0)
        positive = bool(overlaps) and best >= high
        for number, box in enumerate(gt):
            of_box = max(iou(other, box) for other in anchors)
            positive |= overlaps[number] == of_box > 0
        if positive:
            told.append(overlaps.index(best))
        else:
            told.append(BACKGROUND if best < low else IGNORED)
    return told


@pytest.mark.parametrize("seed", range(8))
def test_matching_is_what_the_rules_say(make_boxes: MakeBoxes, seed: int) -> None:
    rng = np.random.default_rng(seed)
    anchors, gt = make_boxes(rng, 61), make_boxes(rng, 7)
    matched = match_anchors(anchors, gt, low=0.15, high=0.4)  # 0.3 and 0.7 leave hardly any between
    assert matched.tolist() == by_definition(anchors, gt, 0.15, 0.4)
    assert {BACKGROUND, IGNORED} <= set(matched.tolist()) and matched.max() >= 0


SQUARE = [0.0, 0, 4, 4]


@pytest.mark.parametrize(
    ("anchors", "gt", "expected"),
    [
        pytest.param([SQUARE, [0, 0, 4, 8]], [SQUARE], [0, IGNORED], id="an IoU of exactly 0.5 lies between"),
        pytest.param([SQUARE, [0, 0, 1, 4]], [SQUARE], [0, BACKGROUND], id="0.25 is background"),
        pytest.param(
            [[0, 0, 1, 4], [9, 9, 12, 12]], [SQUARE], [0, BACKGROUND], id="the best one is forced at 0.25"
        ),
        pytest.param([[0, 0, 2, 4], [2, 0, 4, 4]], [SQUARE], [0, 0], id="two that are equally good"),
        pytest.param([[9, 9, 12, 12]], [SQUARE], [BACKGROUND], id="nothing overlaps: nothing is forced"),
        pytest.param([SQUARE], [SQUARE, SQUARE], [0], id="two objects in one place: the lower index"),
        pytest.param(
            [SQUARE], [[0, 0, 4, 8], SQUARE], [1], id="forced by a poor object, it takes its best one"
        ),
    ],
)
def test_matching_by_hand(anchors: list[list[float]], gt: list[list[float]], expected: list[int]) -> None:
    assert match_anchors(anchors, gt).tolist() == expected


def test_at_a_threshold() -> None:
    """IoUs of exactly 1/2 and 1/4: at least ``high`` is positive, below ``low`` is background."""
    anchors = np.array([SQUARE, [0, 0, 4, 8], [0, 0, 4, 16]], dtype=float)
    assert match_anchors(anchors, [SQUARE], low=0.25, high=0.5).tolist() == [0, 0, IGNORED]


def test_nothing_to_match() -> None:
    nothing = np.zeros((0, 4))
    assert match_anchors([SQUARE, SQUARE], nothing).tolist() == [BACKGROUND] * 2
    assert match_anchors(nothing, [SQUARE]).shape == (0,)
    assert match_anchors(nothing, nothing).shape == (0,)
