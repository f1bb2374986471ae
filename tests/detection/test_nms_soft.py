"""The proof of ``kb.detection.nms_soft``: a trace by hand, OpenCV, a loop, and what decay never does."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kb.detection.iou import box_iou
from kb.detection.nms import nms
from kb.detection.nms_soft import soft_nms

MakeBoxes = Callable[..., np.ndarray]
# A and B are level, shifted by half their width: IoU 1/3. C is far away.
TRACE = np.array([[0.0, 0, 4, 2], [2, 0, 6, 2], [50, 50, 54, 52]])


def test_a_trace_by_hand() -> None:
    keep, scores = soft_nms(TRACE, [0.9, 0.8, 0.7])
    assert keep.tolist() == [0, 2, 1]
    assert scores == pytest.approx([0.9, 0.7, 0.8 * math.exp(-(1 / 9) / 0.5)])


def test_decay_multiplies() -> None:
    """Two boxes selected before have each taken their share: exp(-IoU² / sigma) twice."""
    boxes = np.array([[0.0, 0, 4, 2], [0, 0, 4, 2], [2, 0, 6, 2]])
    keep, scores = soft_nms(boxes, [0.9, 0.8, 0.1], sigma=2.0)
    assert keep.tolist() == [0, 1, 2]
    assert scores == pytest.approx([0.9, 0.8 * math.exp(-0.5), 0.1 * math.exp(-(1 / 9) / 2) ** 2])


def test_a_score_at_the_threshold_is_selected_and_one_below_is_not() -> None:
    keep, scores = soft_nms(TRACE, [0.5, 0.25, 0.25], score_threshold=0.25)
    assert keep.tolist() == [0, 2]
    assert scores.tolist() == [0.5, 0.25]


def test_equal_scores_keep_the_order_of_the_input() -> None:
    boxes = np.array([[10.0 * n, 0, 10 * n + 4, 2] for n in range(7)])
    assert soft_nms(boxes, np.full(7, 0.5))[0].tolist() == list(range(7))


@pytest.mark.parametrize("seed", range(6))
def test_opencv_agrees(make_boxes: MakeBoxes, seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes = np.round(make_boxes(rng, 41)) + 0.0
    scores = rng.permutation(np.linspace(0.2, 0.95, 41))
    xywh = np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]).astype(int)
    theirs, order = cv2.dnn.softNMSBoxes(
        xywh.tolist(), scores.tolist(), 0.05, 1.0, sigma=0.4, method=cv2.dnn.SOFT_NMSMETHOD_SOFTNMS_GAUSSIAN
    )
    keep, left = soft_nms(boxes, scores, sigma=0.4, score_threshold=0.05)
    assert keep.tolist() == order.ravel().tolist()
    assert left == pytest.approx(np.asarray(theirs).ravel(), rel=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_scores_fall_and_never_rise(make_boxes: MakeBoxes, seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes, scores = make_boxes(rng, 67), rng.random(67)
    keep, left = soft_nms(boxes, scores)
    assert (np.diff(left) <= 0).all() and (left <= scores[keep]).all()
    assert len(set(keep.tolist())) == len(keep)
    for place, index in enumerate(keep):
        decay = np.exp(-(box_iou(boxes[keep[:place]], boxes[[index]]) ** 2) / 0.5).prod()
        assert left[place] == pytest.approx(scores[index] * decay)


def test_a_narrow_decay_is_hard_nms(make_boxes: MakeBoxes) -> None:
    """With sigma near 0 whatever overlaps at all is gone: NMS at a threshold of 0."""
    rng = np.random.default_rng(3)
    boxes, scores = make_boxes(rng, 53), rng.uniform(0.1, 1, 53)
    assert soft_nms(boxes, scores, sigma=1e-9)[0].tolist() == nms(boxes, scores, 0.0).tolist()


def test_nothing_comes_of_nothing() -> None:
    keep, left = soft_nms(np.zeros((0, 4)), [])
    assert keep.shape == left.shape == (0,) and keep.dtype == np.int64


def test_inputs_stay_as_they_are() -> None:
    scores = np.array([0.9, 0.8, 0.7])
    soft_nms(TRACE, scores)
    assert scores.tolist() == [0.9, 0.8, 0.7]


@pytest.mark.parametrize(
    ("scores", "sigma", "message"),
    [
        ([0.1, 0.2], 0.5, "expected one for each of 3"),
        ([0.1] * 3, 0.0, "above 0"),
        ([0.1] * 3, math.nan, "above 0"),
    ],
)
def test_slips_are_told(scores: list[float], sigma: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        soft_nms(TRACE, scores, sigma)
