"""DIoU loss row by row: boxes that overlap, touch, are apart or inside each other, points, gradients."""

import numpy as np
import pytest

from kb.detection.iou_losses import diou_loss
from kb.grader.cases.differences import numerical_gradient
from kb.grader.cases.drawing.pairs import FORGIVEN, awkward, exact, far, one, placed, tiny

TARGET = [0.0, 0.0, 4.0, 2.0]  # area 8, center (2, 1)


def test_shape(solution, rng):
    pred, target = (part[:5] for part in placed(rng))
    solution(pred, target).close(diou_loss(pred, target))


@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param([0, 0, 4, 2], 0.0, id="identical"),
        pytest.param([2, 0, 6, 2], 2 / 3 + 4 / 40, id="shifted by half the width: 4 over 40"),
        pytest.param([1, 0.5, 3, 1.5], 3 / 4, id="inside, same center: 1 - IoU"),
        pytest.param([1, 0.5, 2, 1.5], 7 / 8 + 0.25 / 20, id="inside, off center: 1/4 over 20"),
        pytest.param([-4, -2, 8, 6], 11 / 12 + 1 / 208, id="around, off center: 1 over 208"),
        pytest.param([3, 1, 5, 5], 14 / 15 + 8 / 50, id="one corner overlaps: 8 over 50"),
        pytest.param([1, -3, 2, 5], 6 / 7 + 0.25 / 80, id="a cross: 1/4 over 80"),
        pytest.param([4, 0, 8, 2], 1 + 16 / 68, id="edges touch: 16 over 68"),
        pytest.param([4, 2, 8, 4], 1 + 20 / 80, id="corners touch: 20 over 80"),
        pytest.param([6, 0, 10, 2], 1 + 36 / 104, id="apart in x: 36 over 104"),
        pytest.param([0, 3, 4, 9], 1 + 25 / 97, id="apart in y: 25 over 97"),
        pytest.param([7, 5, 9, 8], 1 + 66.25 / 145, id="apart in both axes: 66.25 over 145"),
        pytest.param([-9, -8, -3, -1], 1 + 94.25 / 269, id="apart in both axes, negative coordinates"),
        pytest.param([1e6, 0, 1e6 + 4, 2], 1 + 1e12 / (1000004**2 + 4), id="far away: almost 2"),
    ],
)
def test_hand_cases(solution, pred, expected):
    # 1e-9: near a loss of 0 that is the relative tolerance of the IoU; an epsilon is decided by tiny boxes.
    solution(*one(pred, TARGET)).close([expected], scale=10)


@pytest.mark.parametrize(
    ("pred", "target", "expected"),
    [
        pytest.param([2, 1, 2, 1], TARGET, 1.0, id="a point at the center"),
        pytest.param([7, 4, 7, 4], TARGET, 1 + 34 / 65, id="a point outside: 34 over 65"),
        pytest.param([0, 0, 5, 0], [2, 0, 9, 0], 1 + 9 / 81, id="two lines in a row: 9 over 81"),
        pytest.param([1, 1, 1, 1], [4, 5, 4, 5], 2.0, id="two points: the distance is the diagonal"),
        pytest.param([1, 1, 1, 1], [1, 1, 1, 1], 1.0, id="the same point twice: no diagonal, no penalty"),
    ],
)
def test_without_area(solution, pred, target, expected):
    solution(*one(pred, target)).close([expected])


def test_rows_do_not_mix(solution):
    """A row without a diagonal stands between sound ones; every row has its own target."""
    pred = np.array([[2.0, 0, 6, 2], [1.0, 1, 1, 1], [4.0, 2, 8, 4]])
    target = np.array([TARGET, [1.0, 1, 1, 1], TARGET])
    solution(pred, target).close([2 / 3 + 1 / 10, 1.0, 1.25])


def test_tiny_boxes(solution):
    """An epsilon in a denominator shows here, from 1e-10 on."""
    # An epsilon of 1e-12 is forgiven: it bends such boxes by a thousandth.
    solution(*tiny()).close([0.0, 1.25], scale=FORGIVEN)


def test_no_boxes(solution):
    solution(np.zeros((0, 4)), np.zeros((0, 4))).close(np.zeros(0))


def test_read_only_and_not_contiguous(solution, rng):
    pair = awkward(rng)
    solution(*pair).close(diou_loss(*pair))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    pair = placed(rng, dtype)
    solution(*pair).close(diou_loss(*exact(pair)))


def test_far_from_the_origin(solution, rng):
    """Sides are differences of exact inputs, but a center at 1e4 is rounded to about 5e-4 in float32.

    The squared ratio may then be off by 2e-3 / c, and c is at least 4: hence the scale.
    """
    pair = far(rng)
    solution(*pair).close(
        diou_loss(*exact(pair)), scale=300.0
    )  # 6e-4: a little more than the 2e-3 / 4 of above


@pytest.mark.gradient
@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param(
            [1, 0.5, 3, 1.5], [1 / 8, 2 / 8, -1 / 8, -2 / 8], id="inside, same center: only the overlap pulls"
        ),
        pytest.param([3, 1, 5, 5], [21 / 225, 23 / 225, 29 / 1125, 19 / 1125], id="one corner overlaps"),
        pytest.param([6, 3, 10, 5], [0.048, 0.024, -0.0096, -0.0048], id="apart: only the distance pulls"),
    ],
)
def test_gradient_by_hand(solution, pred, expected):
    """Quotient rule on 1 - I/U + d/c; a cotangent of 3 makes three times that."""
    solution.gradient(*one(pred, TARGET), cotangent=np.array([3.0])).close(3 * np.array([expected]))


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient(solution, rng, dtype):
    """Every way to lie to each other, against finite differences of the reference."""
    pred, target = placed(rng, dtype)
    cotangent = rng.uniform(0.5, 2.0, len(pred))
    exact = target.astype(np.float64)
    expected = numerical_gradient(lambda boxes: diou_loss(boxes, exact), pred, cotangent)
    solution.gradient(pred, target, cotangent=cotangent).close(expected)
