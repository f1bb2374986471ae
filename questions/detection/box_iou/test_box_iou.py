"""IoU of every pair: corners that touch, boxes that are apart, boxes without area, all dtypes and layouts."""

from functools import cache

import numpy as np
import pytest

from kb.detection.iou import box_iou
from kb.grader.cases.drawing.pairs import FORGIVEN, tiny

UNIT = [0.0, 0.0, 4.0, 2.0]


def boxes(rng, n, dtype=np.float64, side=40.0):
    """n boxes with area, unequal sides, spread so that about half of the pairs overlap."""
    corner = rng.uniform(-side, side, (n, 2))
    return np.concatenate([corner, corner + rng.uniform(1.0, side, (n, 2))], axis=1).astype(dtype)


def test_shape(solution, rng):
    solution(boxes(rng, 3), boxes(rng, 5)).has_shape(3, 5)


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        pytest.param([0, 0, 4, 2], 1.0, id="identical"),
        pytest.param([2, 0, 6, 2], 1 / 3, id="shifted by half the width: 4 of 12"),
        pytest.param([1, 0.5, 2, 1.5], 1 / 8, id="inside: 1 of 8"),
        pytest.param([3, 1, 5, 5], 1 / 15, id="one corner overlaps: 1 of 15"),
        pytest.param([4, 0, 8, 2], 0.0, id="edges touch"),
        pytest.param([4, 2, 8, 4], 0.0, id="corners touch"),
        pytest.param([5, 0, 7, 2], 0.0, id="apart in x"),
        pytest.param([0, 3, 4, 9], 0.0, id="apart in y"),
        pytest.param([7, 5, 9, 8], 0.0, id="apart in both axes"),
        pytest.param([-9, -8, -3, -1], 0.0, id="apart in both axes, negative coordinates"),
        pytest.param([-4, -2, 8, 4], 1 / 9, id="contains: 8 of 72"),
        pytest.param([2, 1, 2, 1], 0.0, id="a point inside"),
        pytest.param([1, 0, 1, 2], 0.0, id="a line across"),
    ],
)
def test_hand_cases(solution, b, expected):
    solution(np.array([UNIT]), np.array([b], dtype=np.float64)).close([[expected]])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param([1, 1, 1, 1], [1, 1, 1, 1], id="the same point twice"),
        pytest.param([0, 0, 5, 0], [2, 0, 9, 0], id="two lines that overlap"),
        pytest.param([0, 0, 0, 3], [7, 7, 7, 7], id="a line and a point apart"),
    ],
)
def test_empty_union_is_zero(solution, a, b):
    solution(np.array([a], dtype=np.float64), np.array([b], dtype=np.float64)).close([[0.0]])


def test_tiny_box_with_itself(solution):
    """An epsilon in the denominator shows here, from 1e-10 on, and so does a floor of 1e-9 under the union."""
    pred, target = tiny()
    # An epsilon of 1e-12 is forgiven: it bends such boxes by a thousandth.
    solution(pred, target[:1]).close([[1.0], [0.0]], scale=FORGIVEN)


@pytest.mark.parametrize(("n", "m"), [(0, 3), (3, 0), (0, 0)], ids=["no a", "no b", "neither"])
def test_no_boxes(solution, rng, n, m):
    solution(boxes(rng, n), boxes(rng, m)).close(np.zeros((n, m)))


def test_every_pair_in_order(solution):
    """Row i belongs to a[i], column j to b[j]; all six values differ."""
    a = np.array([[0.0, 0, 10, 10], [5.0, 5, 20, 10]])
    b = np.array([[0.0, 0, 5, 10], [5.0, 0, 10, 20], [8.0, 6, 30, 9]])
    solution(a, b).close([[50 / 100, 50 / 150, 6 / 160], [0.0, 25 / 150, 36 / 105]])


def test_read_only_and_not_contiguous(solution, rng):
    a, b = boxes(rng, 10)[::2], np.asfortranarray(boxes(rng, 7))
    a.flags.writeable = b.flags.writeable = False
    solution(a, b).close(box_iou(a, b))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    a, b = boxes(rng, 17, dtype), boxes(rng, 23, dtype)
    solution(a, b).close(box_iou(a.astype(np.float64), b.astype(np.float64)))


def test_far_from_the_origin(solution, rng):
    """Widths are differences of exact inputs, so an offset of 1e4 costs nothing in float32."""
    a, b = ((boxes(rng, 11) + 1e4).astype(np.float32) for _ in range(2))
    solution(a, b).close(box_iou(a.astype(np.float64), b.astype(np.float64)))


@cache
def many():
    """Three hundred boxes twice, and their IoU."""
    rng = np.random.default_rng(5)
    a, b = boxes(rng, 300, np.float32), boxes(rng, 300, np.float32)
    return a, b, box_iou(a.astype(np.float64), b.astype(np.float64))


def test_speed(solution, rng):
    """At most 180 times the reference, with 300 x 300 pairs.

    Measured on one core: the reference takes 3 to 9 ms; other vectorized ways 0.3 to 2 times as long, plain Python
    over lists 25 to 50 times. Loops over the elements of arrays take 35 to 100 times as long, NumPy for every pair
    290 to 490 times. Larger inputs do not tell them apart better, and an answer that is too slow takes a minute.
    """
    a, b, iou = many()
    row = rng.permutation(len(a))
    solution.keeps_pace(box_iou, a[row], b).close(iou[row])
