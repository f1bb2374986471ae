"""Greedy matching by score: duplicates, thresholds, ties, order of the result, empty sides."""

import numpy as np
import pytest

from kb.detection.iou import box_iou
from kb.grader.cases.drawing.pairs import tiny
from kb.metrics.detection import match_detections

GT = [[0.0, 0, 4, 4], [10.0, 0, 14, 4]]
# Two true boxes that overlap; [1, 0, 11, 10] has IoU 9/11 with the first and 8/12 with the second.
CLOSE = [[0.0, 0, 10, 10], [3.0, 0, 13, 10]]
BETWEEN = [1.0, 0, 11, 10]


def boxes_of(rows):
    return np.array(rows, dtype=float).reshape(-1, 4)


def scene(rng, dtype=np.float64):
    """11 true boxes, crowded, and 36 detections around them: hits, duplicates, strays."""
    corner = rng.uniform(0, 40, (11, 2))
    gt = np.hstack([corner, corner + rng.uniform(12, 30, (11, 2))])
    near = np.repeat(gt, 3, axis=0)
    near = near + rng.normal(scale=2.5, size=near.shape)
    stray = rng.uniform(100, 140, (3, 2))
    found = np.vstack([near, np.hstack([stray, stray + 17])])
    found = np.hstack([np.minimum(found[:, :2], found[:, 2:]), np.maximum(found[:, :2], found[:, 2:])])
    order = rng.permutation(len(found))
    return found[order].astype(dtype), rng.permutation(len(found)).astype(dtype) / 8, gt.astype(dtype)


def test_shape(solution, rng):
    boxes, scores, gt = scene(rng)
    solution(boxes, scores, gt, 0.5).has_shape(36, kind="bool")


@pytest.mark.parametrize(
    ("boxes", "scores", "gt", "expected"),
    [
        pytest.param(GT, [0.9, 0.8], GT, [True, True], id="both found"),
        pytest.param([[0, 0, 4, 4]] * 2, [0.9, 0.8], GT, [True, False], id="a duplicate is false"),
        pytest.param(
            [[0, 0, 4, 4], [0, 0, 4, 3]], [0.8, 0.9], GT, [False, True], id="the score decides, not the IoU"
        ),
        pytest.param(
            [[0, 0, 4, 4]] * 3, [0.2, 0.9, 0.5], GT, [False, True, False], id="in the order of the input"
        ),
        pytest.param([[0, 0, 4, 4]] * 2, [0.5, 0.5], GT, [True, False], id="equal scores: lower index first"),
        pytest.param([[20, 0, 24, 4]], [0.9], GT, [False], id="nothing there"),
        pytest.param([[4, 0, 8, 4]], [0.9], GT, [False], id="edges touch"),
        pytest.param([[7.5, 7.5, 11.5, 11.5]], [0.9], GT, [False], id="apart in both axes"),
        pytest.param(
            CLOSE[:1] + [BETWEEN], [0.9, 0.8], CLOSE, [True, True], id="the best is taken: the second best"
        ),
        pytest.param(
            [BETWEEN, [-2, 0, 8, 10]], [0.9, 0.8], CLOSE, [True, False], id="greedy: no box is given back"
        ),
        pytest.param(
            [BETWEEN, [4, 0, 14, 10]],
            [0.9, 0.8],
            CLOSE[::-1],
            [True, True],
            id="the highest IoU, not the first above",
        ),
        pytest.param(
            [[1, 0, 11, 10], [0, 0, 10, 10], [3, 0, 13, 10]],
            [0.9, 0.8, 0.7],
            CLOSE,
            [True, True, False],
            id="three detections, two boxes",
        ),
        pytest.param(
            [[0, 0, 4, 1], [0, 0, 4, 4]], [0.9, 0.8], GT, [False, True], id="who misses takes nothing"
        ),
    ],
)
def test_hand_cases(solution, boxes, scores, gt, expected):
    solution(boxes_of(boxes), np.array(scores), boxes_of(gt), 0.5).equals(expected)


@pytest.mark.parametrize(
    ("height", "threshold", "expected"),
    [
        pytest.param(2, 0.5, True, id="IoU 0.5 at 0.5"),
        pytest.param(1, 0.25, True, id="IoU 0.25 at 0.25"),
        pytest.param(3, 0.75, True, id="IoU 0.75 at 0.75"),
        pytest.param(4, 1.0, True, id="IoU 1 at 1"),
        pytest.param(1.75, 0.5, False, id="IoU 0.4375 at 0.5"),
        pytest.param(3, 1.0, False, id="IoU 0.75 at 1"),
    ],
)
def test_threshold(solution, height, threshold, expected):
    solution(boxes_of([[0, 0, 4, height]]), np.array([0.9]), boxes_of(GT), threshold).equals([expected])


@pytest.mark.parametrize(
    ("boxes", "gt"),
    [
        pytest.param(0, 2, id="no detections"),
        pytest.param(2, 0, id="no truth"),
        pytest.param(0, 0, id="neither"),
    ],
)
def test_empty(solution, boxes, gt):
    found = boxes_of(GT[:boxes])
    solution(found, np.arange(boxes) / 2, boxes_of(GT[:gt]), 0.5).equals(np.zeros(boxes, dtype=bool))


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        pytest.param([0.125, 0.125, 0.375, 0.625], True, id="itself"),
        pytest.param([0.125, 0.125, 0.375, 0.5], True, id="three quarters of it"),
        pytest.param([0.125, 0.125, 0.375, 0.25], False, id="a quarter of it"),
    ],
)
def test_normalized_coordinates(solution, box, expected):
    """Areas far below 1."""
    solution(boxes_of([box]), np.array([0.5]), boxes_of([[0.125, 0.125, 0.375, 0.625]]), 0.5).equals(
        [expected]
    )


def test_tiny_boxes(solution):
    """A box and its equal have IoU 1; with an epsilon of 1e-10 in the denominator it is 0.9."""
    box = tiny()[1][:1]
    solution(box, np.array([0.5]), box, 511 / 512).equals([True])


def test_unit_boxes_far_apart(solution):
    solution(boxes_of([[5, 7, 6, 8]]), np.array([0.5]), boxes_of([[0, 0, 1, 1]]), 0.25).equals([False])


@pytest.mark.parametrize("box", [[2.0, 2, 2, 2], [1.0, 0, 1, 3]])
def test_without_area(solution, box):
    """A point and a line, as a detection and as the truth: the IoU is 0, also with itself."""
    both = boxes_of([box, [0, 0, 4, 4]])
    solution(both, np.array([0.9, 0.8]), both, 0.5).equals([False, True])


def test_more_truth_than_detections(solution):
    gt = boxes_of([[20 * i, 0, 20 * i + 4, 4] for i in range(7)])
    solution(gt[5:2:-1], np.array([0.1, -0.2, 0.3]), gt, 0.5).equals([True, True, True])


def test_many_equal_scores(solution):
    """Ten detections of each of two objects, all with the same score: the first of each hits."""
    boxes = boxes_of([GT[i % 2] for i in range(20)])
    solution(boxes, np.full(20, 0.5), boxes_of(GT), 0.5).equals(np.arange(20) < 2)


def test_read_only_and_not_contiguous(solution, rng):
    boxes, scores, gt = scene(rng)
    boxes, gt, scores = np.asfortranarray(boxes), np.repeat(gt, 2, axis=0)[::2], np.repeat(scores, 2)[::2]
    boxes.flags.writeable = scores.flags.writeable = gt.flags.writeable = False
    solution(boxes, scores, gt, 0.5).equals(match_detections(boxes, scores, gt, 0.5))


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.75])
def test_random(solution, rng, threshold):
    boxes, scores, gt = scene(rng)
    solution(boxes, scores, gt, threshold).equals(match_detections(boxes, scores, gt, threshold))


def test_float32(solution, rng):
    """Drawn anew in the rare case that rounding could decide."""
    boxes, scores, gt = scene(rng, np.float32)
    while (abs(box_iou(boxes.astype(float), gt.astype(float)) - 0.5) < 1e-5).any():
        boxes, scores, gt = scene(rng, np.float32)
    solution(boxes, scores, gt, 0.5).equals(
        match_detections(boxes.astype(float), scores, gt.astype(float), 0.5)
    )
