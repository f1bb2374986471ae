"""Soft-NMS: the decay by hand, the order that changes, both ends of the threshold, ties, nothing at all."""

import math

import numpy as np
import pytest

from kb.detection.iou import box_iou
from kb.detection.nms_soft import soft_nms
from kb.grader.cases.drawing.pairs import FORGIVEN, tiny

# LEFT and RIGHT are level and shifted by half their width: an IoU of 1/3. AWAY overlaps nothing.
LEFT, RIGHT, AWAY = [0.0, 0, 4, 2], [2.0, 0, 6, 2], [50.0, 50, 54, 57]
THIRD = math.exp(-(1 / 9) / 0.5)  # the factor for an IoU of 1/3


def array(rows):
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def crowd(rng, n):
    """Overlapping boxes whose order is decided clearly in every round, down to a score of 0.02."""
    while True:
        corner = rng.uniform(0.0, 40.0, (n, 2))
        boxes = np.concatenate([corner, corner + rng.uniform(8.0, [30.0, 24.0], (n, 2))], axis=1)
        scores = rng.uniform(0.05, 1.0, n)
        left = scores.copy()
        keep, kept = soft_nms(boxes, scores, 0.5, 0.02)
        clear = True
        for index, score in zip(keep, kept, strict=True):
            left[index] = -1.0
            clear &= score - left.max(initial=0.0) > 1e-4
            waiting = left >= 0
            left[waiting] *= np.exp(-(box_iou(boxes[[index]], boxes[waiting])[0] ** 2) / 0.5)
        if clear and 0.02 - left.max(initial=0.0) > 1e-4:
            return boxes, scores


def test_shape(solution):
    solution(array([AWAY]), np.array([0.5])).equals(([0], [0.5]))


@pytest.mark.parametrize(
    ("boxes", "scores", "expected"),
    [
        pytest.param(
            [LEFT, AWAY], [0.5, 0.75], ([1, 0], [0.75, 0.5]), id="apart: all stay, by falling score"
        ),
        pytest.param([LEFT, RIGHT], [0.9, 0.8], ([0, 1], [0.9, 0.8 * THIRD]), id="an IoU of 1/3"),
        pytest.param([LEFT, LEFT], [0.9, 0.8], ([0, 1], [0.9, 0.8 * math.exp(-2)]), id="a copy"),
        pytest.param(
            [LEFT, RIGHT, AWAY],
            [0.9, 0.8, 0.7],
            ([0, 2, 1], [0.9, 0.7, 0.8 * THIRD]),
            id="the decay changes the order",
        ),
        pytest.param(
            [LEFT, LEFT, LEFT],
            [0.9, 0.8, 0.7],
            ([0, 1, 2], [0.9, 0.8 * math.exp(-2), 0.7 * math.exp(-4)]),
            id="two decays multiply",
        ),
        pytest.param(
            [RIGHT, AWAY, LEFT],
            [0.3, 0.2, 0.6],
            ([2, 0, 1], [0.6, 0.3 * THIRD, 0.2]),
            id="the best one comes last",
        ),
    ],
)
def test_hand_cases(solution, boxes, scores, expected):
    keep, left = expected
    solution(array(boxes), np.array(scores)).close((keep, np.array(left)))


@pytest.mark.parametrize(
    ("sigma", "factor"),
    [
        pytest.param(0.5, THIRD, id="0.5"),
        pytest.param(0.25, math.exp(-4 / 9), id="0.25: a stronger decay"),
        pytest.param(2.0, math.exp(-1 / 18), id="2: a weaker one"),
    ],
)
def test_sigma(solution, sigma, factor):
    solution(array([LEFT, RIGHT]), np.array([0.9, 0.8]), sigma=sigma).close(
        ([0, 1], np.array([0.9, 0.8 * factor]))
    )


@pytest.mark.parametrize(
    ("scores", "threshold", "expected"),
    [
        pytest.param([0.75, 0.5], 0.5, ([0, 1], [0.75, 0.5]), id="exactly at the threshold"),
        pytest.param([0.75, 0.25], 0.5, ([0], [0.75]), id="below the threshold"),
        pytest.param([0.25, 0.125], 0.5, ([], []), id="none reaches it"),
    ],
)
def test_threshold(solution, scores, threshold, expected):
    keep, left = expected
    wanted = np.array(keep, dtype=int), np.array(left, dtype=float)
    solution(array([LEFT, AWAY]), np.array(scores), score_threshold=threshold).close(wanted)


@pytest.mark.parametrize(
    ("score", "stays"), [(0.002, [0, 1]), (0.0005, [0])], ids=["0.002 stays", "0.0005 goes"]
)
def test_the_threshold_that_nobody_gave(solution, score, stays):
    scores = np.array([0.5, score])
    solution(array([LEFT, AWAY]), scores).close((stays, scores[: len(stays)]))


def test_decayed_below_the_threshold(solution):
    """0.8 becomes 0.108 beside its copy; 0.2 is left to be selected before it."""
    solution(array([LEFT, LEFT, AWAY]), np.array([0.9, 0.8, 0.2]), score_threshold=0.15).close(
        ([0, 2], np.array([0.9, 0.2]))
    )


def test_ties(solution):
    """Equal scores of boxes apart: the lower index first."""
    boxes = array([[10 * n, 0, 10 * n + 4, 3] for n in (3, 1, 4, 0, 2)])
    scores = np.array([0.5, 0.75, 0.5, 0.75, 0.5])
    solution(boxes, scores).close(([1, 3, 0, 2, 4], np.array([0.75, 0.75, 0.5, 0.5, 0.5])))


def test_small_boxes(solution):
    """Normalized coordinates: a union of 0.06 is as good as any other."""
    small = array([LEFT, RIGHT]) / 10
    solution(small, np.array([0.9, 0.8])).close(([0, 1], np.array([0.9, 0.8 * THIRD])))


def test_tiny_boxes(solution):
    """Two equal boxes have IoU 1; with an epsilon of 1e-10 in the denominator it is 0.9, and the decay is weaker."""
    _, twice = tiny()
    # An epsilon of 1e-12 is forgiven: it bends such boxes by a thousandth.
    solution(twice, np.array([0.9, 0.8])).close(([0, 1], np.array([0.9, 0.8 * math.exp(-2)])), scale=FORGIVEN)


def test_boxes_without_area(solution):
    """0/0: two points in one place have an IoU of 0 and leave each other alone."""
    solution(array([[3, 3, 3, 3], [3, 3, 3, 3]]), np.array([0.5, 0.25])).close(
        ([0, 1], np.array([0.5, 0.25]))
    )


def test_no_boxes(solution):
    solution(array([]), np.zeros(0)).close((np.zeros(0, dtype=int), np.zeros(0)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    boxes, scores = crowd(rng, 23)
    keep, left = soft_nms(boxes, scores, 0.5, 0.02)
    # A product of up to 22 factors, each rounded.
    solution(boxes.astype(dtype), scores.astype(dtype), 0.5, 0.02).close((keep, left), scale=30)


def test_read_only_and_not_contiguous(solution, rng):
    boxes, scores = crowd(rng, 9)
    given = np.asfortranarray(boxes), np.repeat(scores, 2)[::2]
    for each in given:
        each.flags.writeable = False
    # As in test_random.
    solution(*given, 0.5, 0.02).close(soft_nms(boxes, scores, 0.5, 0.02), scale=30)
