"""CIoU loss row by row: wrong shapes above all, then lines, and gradients with alpha held constant."""

from math import atan, pi

import numpy as np
import pytest

from kb.detection.iou_losses import ciou_alpha, ciou_loss
from kb.grader.cases.differences import numerical_gradient
from kb.grader.cases.drawing.pairs import FORGIVEN, awkward, exact, far, one, placed, tiny

TARGET = [0.0, 0.0, 4.0, 2.0]  # area 8, center (2, 1), w/h = 2


def shape_term(v, iou):
    return v * v / (1 - iou + v)


def test_shape(solution, rng):
    """Several boxes, one of which overlaps its target by more than half and has another ratio."""
    pred, target = (part[:4] for part in placed(rng))
    pred, target = np.vstack([pred, [0.0, 0, 4, 3]]), np.vstack([target, TARGET])
    solution(pred, target).close(ciou_loss(pred, target))


# atan 2 - atan 1/3 is pi/4, because (2 - 1/3) / (1 + 2/3) is 1. So a box of w/h = 1/3 has v = 1/4 here.
# In the same way atan 2 - atan 1/2 is atan 3/4, and atan 2 - atan 4/3 is atan 2/11.
@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param([0, 0, 4, 2], 0.0, id="identical"),
        pytest.param([1, 0.5, 3, 1.5], 3 / 4, id="half the size, same ratio: v is 0"),
        pytest.param(
            [0, 0, 2, 1], 3 / 4 + 1.25 / 20, id="half the size, same ratio, in a corner: the DIoU loss"
        ),
        pytest.param(
            [1.5, -0.5, 2.5, 2.5],
            7 / 9 + shape_term(1 / 4, 2 / 9),
            id="turned upright, same center: v is 1/4",
        ),
        pytest.param(
            [1, -1, 3, 3],
            2 / 3 + shape_term(4 / pi**2 * atan(3 / 4) ** 2, 1 / 3),
            id="turned by 90 degrees, same center",
        ),
        pytest.param(
            [0, 0, 4, 3],
            1 / 3 + 0.25 / 25 + shape_term(4 / pi**2 * atan(2 / 11) ** 2, 2 / 3),
            id="overlap of 8 of 12",
        ),
        pytest.param(
            [3, 1, 4.5, 5.5],
            51 / 55 + 8.125 / 50.5 + shape_term(1 / 4, 4 / 55),
            id="one corner overlaps: v is 1/4",
        ),
        pytest.param([5, -0.5, 6, 2.5], 1 + 12.25 / 45 + 1 / 20, id="apart in x: alpha is 1/5"),
        pytest.param([6, 3, 7, 6], 1 + 32.5 / 85 + 1 / 20, id="apart in both axes"),
        pytest.param(
            [-3, -7, -2, -4], 1 + 62.5 / 130 + 1 / 20, id="apart in both axes, negative coordinates"
        ),
    ],
)
def test_hand_cases(solution, pred, expected):
    # 1e-9: near a loss of 0 that is the relative tolerance of the IoU; an epsilon is decided by tiny boxes.
    solution(*one(pred, TARGET)).close([expected], scale=10)


@pytest.mark.parametrize(
    ("pred", "target", "expected"),
    [
        pytest.param([1, 0, 1, 2], [0, 0, 2, 2], 1 + 1 / 20, id="no width against a square: v is 1/4"),
        pytest.param([0, 0, 0, 2], [0, 1, 0, 3], 1 + 1 / 9, id="two lines: no union, v is 0"),
        pytest.param([3, 1, 3, 5], [3, 1, 3, 5], 1.0, id="the same line twice"),
    ],
)
def test_without_width(solution, pred, target, expected):
    solution(*one(pred, target)).close([expected])


def test_rows_do_not_mix(solution):
    """A row with alpha = 0/0 stands between sound ones; every row has its own target."""
    pred = np.array([[6.0, 3, 7, 6], [1.0, 1, 4, 2], [1.0, 0.5, 3, 1.5]])
    target = np.array([TARGET, [1.0, 1, 4, 2], TARGET])
    solution(pred, target).close([1.05 + 32.5 / 85, 0.0, 0.75])


def test_tiny_boxes(solution):
    """An epsilon in a denominator shows here, from 1e-10 on."""
    # An epsilon of 1e-12 is forgiven: it bends such boxes by a thousandth.
    solution(*tiny()).close([0.0, 1.25], scale=FORGIVEN)


def test_no_boxes(solution):
    solution(np.zeros((0, 4)), np.zeros((0, 4))).close(np.zeros(0))


def test_read_only_and_not_contiguous(solution, rng):
    pair = awkward(rng)
    solution(*pair).close(ciou_loss(*pair))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    pair = placed(rng, dtype)
    solution(*pair).close(ciou_loss(*exact(pair)))


def test_far_from_the_origin(solution, rng):
    """Sides are differences of exact inputs, but a center at 1e4 is rounded to about 5e-4 in float32.

    The squared ratio may then be off by 2e-3 / c, and c is at least 4: hence the scale.
    """
    pair = far(rng)
    solution(*pair).close(
        ciou_loss(*exact(pair)), scale=300.0
    )  # 6e-4: a little more than the 2e-3 / 4 of above


OVERLAP = np.array([10.25, 13.25, 4.5, 1.5]) / 13.75**2  # quotient rule on -1 / 13.75
DISTANCE = np.array([1.75 / 50.5, 2.25 / 50.5, 15.25 / 50.5**2, 24.25 / 50.5**2])  # and on 8.125 / 50.5
WIDER, TALLER = np.array([-1.0, 0, 1, 0]), np.array([0.0, -1, 0, 1])  # how the corners change the sides


@pytest.mark.gradient
@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param(
            [1, 0.5, 3, 1.5], [1 / 8, 2 / 8, -1 / 8, -2 / 8], id="half the size, same center and ratio"
        ),
        pytest.param(  # w, h = 1.5, 4.5: dv/dw = -2/pi h/(w² + h²), dv/dh = 2/pi w/(w² + h²)
            [3, 1, 4.5, 5.5],
            OVERLAP + DISTANCE + 55 / 259 * 2 / pi * (1.5 * TALLER - 4.5 * WIDER) / 22.5,
            id="one corner overlaps: v is 1/4",
        ),
        pytest.param(  # w, h = 1, 3, alpha = 1/5
            [6, 3, 7, 6],
            np.array([4.5 * 85, 3.5 * 85, -72.5, -92.5]) / 85**2 + 1 / 5 * 2 / pi * (TALLER - 3 * WIDER) / 10,
            id="apart: alpha is 1/5",
        ),
    ],
)
def test_gradient_by_hand(solution, pred, expected):
    """With alpha as a constant; a cotangent of 3 makes three times that."""
    solution.gradient(*one(pred, TARGET), cotangent=np.array([3.0])).close(3 * np.array([expected]))


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient(solution, rng, dtype):
    """Every way to lie to each other, against finite differences of the reference with alpha held still."""
    pred, target = placed(rng, dtype)
    cotangent = rng.uniform(0.5, 2.0, len(pred))
    exact = target.astype(np.float64)
    alpha = ciou_alpha(pred.astype(np.float64), exact)
    expected = numerical_gradient(lambda boxes: ciou_loss(boxes, exact, alpha=alpha), pred, cotangent)
    solution.gradient(pred, target, cotangent=cotangent).close(expected)
