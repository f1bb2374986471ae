"""Anchors and objects: both thresholds exactly, ties in rows and in columns, forced matches, nothing at all."""

import numpy as np
import pytest

from kb.detection.anchors import match_anchors
from kb.detection.iou import box_iou
from kb.grader.cases.drawing.pairs import tiny

SQUARE = [0.0, 0.0, 4.0, 4.0]
FAR = [90.0, 90.0, 95.0, 97.0]


def array(rows):
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def scene(rng, n, m):
    """Anchors and objects without ties, and with no IoU near 0.3 or 0.7."""
    while True:
        corner = rng.uniform(-20.0, 20.0, (n + m, 2))
        boxes = np.concatenate([corner, corner + rng.uniform(4.0, [30.0, 24.0], (n + m, 2))], axis=1)
        anchors, gt = boxes[:n], boxes[n:]
        anchors[: m // 2] = gt[: m // 2] + rng.uniform(-0.6, 0.6, (m // 2, 4))  # some fit well
        iou = box_iou(anchors, gt)
        near = np.abs(iou[..., None] - [0.3, 0.7]).min() < 1e-3
        ordered = np.sort(iou, axis=0)[-2:], np.sort(iou, axis=1)[:, -2:].T
        close = any((np.diff(pair, axis=0) < 1e-4)[pair[1:] > 0].any() for pair in ordered)
        if not near and not close:
            return anchors, gt


def test_shape(solution, rng):
    anchors, gt = scene(rng, 11, 3)
    solution(anchors, gt).equals(match_anchors(anchors, gt))


@pytest.mark.parametrize(
    ("anchors", "gt", "expected"),
    [
        pytest.param([SQUARE], [SQUARE], [0], id="the object itself"),
        pytest.param([SQUARE, FAR], [SQUARE], [0, -1], id="far away is background"),
        pytest.param([SQUARE, [0, 0, 4, 8]], [SQUARE], [0, -2], id="an IoU of 1/2 is ignored"),
        pytest.param([SQUARE, [0, 0, 4, 5]], [SQUARE], [0, 0], id="an IoU of 4/5 is positive"),
        pytest.param([SQUARE, [0, 0, 1, 4]], [SQUARE], [0, -1], id="an IoU of 1/4 is background"),
        pytest.param([SQUARE, FAR], [FAR, SQUARE], [1, 0], id="two objects: their own indices"),
        pytest.param(
            [[0, 0, 0.5, 0.5], [0, 0, 0.5, 0.25]], [[0, 0, 0.5, 0.5]], [0, -2], id="below a pixel: 1 and 1/2"
        ),
        pytest.param([FAR, SQUARE, SQUARE], [SQUARE], [-1, 0, 0], id="several anchors for one object"),
    ],
)
def test_hand_cases(solution, anchors, gt, expected):
    solution(array(anchors), array(gt)).equals(expected)


@pytest.mark.parametrize(
    ("anchors", "gt", "expected"),
    [
        pytest.param([[0, 0, 1, 4], FAR], [SQUARE], [0, -1], id="the best one at 1/4"),
        pytest.param([[0, 0, 4, 8], FAR], [SQUARE], [0, -1], id="the best one at 1/2, otherwise ignored"),
        pytest.param([[0, 0, 2, 4], [2, 0, 4, 4]], [SQUARE], [0, 0], id="two that are equally good"),
        pytest.param([FAR], [SQUARE], [-1], id="nothing overlaps: nothing is forced"),
        pytest.param([[0, 0, 4, 8], SQUARE], [SQUARE], [-2, 0], id="the second best is not forced"),
        pytest.param(
            [SQUARE, FAR], [[0, 0, 4, 8], SQUARE], [1, -1], id="forced by one object, it takes its best one"
        ),
        pytest.param(
            [SQUARE, FAR], [SQUARE, [0, 0, 1, 4]], [0, -1], id="a poor second object changes nothing"
        ),
        pytest.param(
            [[0, 0, 4, 8], [0, 0, 4, 6]],
            [[0, 6, 4, 10], SQUARE],
            [1, 1],
            id="an object has one already, and its best one is forced all the same",
        ),
        pytest.param(
            [[0, 0, 4, 8], [0, 0, 4, 6]],
            [[0, 0, 4, 4], [0, 4, 4, 8]],
            [0, 0],
            id="of equal objects the lower index",
        ),
    ],
)
def test_no_object_without_an_anchor(solution, anchors, gt, expected):
    solution(array(anchors), array(gt)).equals(expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(0.25, 0.5, [0, 0, -2], id="at least high is positive, at low is ignored"),
        pytest.param(0.5, 0.75, [0, -2, -1], id="at low is ignored, below is background"),
        pytest.param(0.5, 0.5, [0, 0, -1], id="one threshold: nothing is ignored"),
    ],
)
def test_exactly_at_the_thresholds(solution, low, high, expected):
    """IoUs of 1, 1/2 and 1/4 with the one object."""
    solution(array([SQUARE, [0, 0, 4, 8], [0, 0, 4, 16]]), array([SQUARE]), low=low, high=high).equals(
        expected
    )


def test_tiny_boxes(solution):
    """An anchor with an IoU of exactly 1/2; an epsilon of 1e-10 in the denominator makes 0.45 of it."""
    gt = tiny()[1][:1]
    anchors = np.repeat(gt, 2, axis=0)
    anchors[1, 3] = (gt[0, 1] + gt[0, 3]) / 2
    solution(anchors, gt, low=511 / 1024).equals([0, -2])


@pytest.mark.parametrize(
    ("anchors", "gt", "expected"),
    [
        pytest.param([SQUARE, FAR], [], [-1, -1], id="no object"),
        pytest.param(
            [[3, 3, 3, 3], SQUARE], [[3, 3, 3, 3]], [-1, -1], id="an object without area: no IoU is above 0"
        ),
    ],
)
def test_nothing_to_find(solution, anchors, gt, expected):
    solution(array(anchors), array(gt)).equals(expected)


@pytest.mark.parametrize("gt", [[], [SQUARE]], ids=["no object", "one object"])
def test_no_anchors(solution, gt):
    solution(array([]), array(gt)).equals(np.zeros(0, dtype=int))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    anchors, gt = scene(rng, 47, 6)
    solution(anchors.astype(dtype), gt.astype(dtype)).equals(match_anchors(anchors, gt))


def test_read_only_and_not_contiguous(solution, rng):
    anchors, gt = scene(rng, 13, 4)
    given = np.asfortranarray(anchors), np.repeat(gt, 2, axis=0)[::2]
    for each in given:
        each.flags.writeable = False
    solution(*given).equals(match_anchors(anchors, gt))
