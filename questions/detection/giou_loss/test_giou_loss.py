"""GIoU loss row by row: boxes that overlap, touch, are apart or inside each other, empty hulls, gradients."""

import numpy as np
import pytest

from kb.detection.iou_losses import giou_loss
from kb.grader.cases.differences import numerical_gradient
from kb.grader.cases.drawing.pairs import FORGIVEN, awkward, exact, far, one, placed, tiny

TARGET = [0.0, 0.0, 4.0, 2.0]  # area 8


def test_shape(solution, rng):
    pred, target = (part[:5] for part in placed(rng))
    solution(pred, target).close(giou_loss(pred, target))


@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param([0, 0, 4, 2], 0.0, id="identical"),
        pytest.param([2, 0, 6, 2], 2 / 3, id="shifted by half the width: the hull is the union"),
        pytest.param([1, 0.5, 2, 1.5], 7 / 8, id="inside: 1 - IoU"),
        pytest.param([-4, -2, 8, 4], 8 / 9, id="around: 1 - IoU"),
        pytest.param([3, 1, 5, 5], 1 - 1 / 15 + 10 / 25, id="one corner overlaps: 10 of 25 are empty"),
        pytest.param([1, -3, 2, 5], 1 - 2 / 14 + 18 / 32, id="a cross: 18 of 32 are empty"),
        pytest.param([4, 0, 8, 2], 1.0, id="edges touch: the hull is the union"),
        pytest.param([4, 2, 8, 4], 1 + 1 / 2, id="corners touch: half of the hull is empty"),
        pytest.param([6, 0, 10, 2], 1 + 4 / 20, id="apart in x: 4 of 20 are empty"),
        pytest.param([0, 3, 4, 9], 1 + 4 / 36, id="apart in y: 4 of 36 are empty"),
        pytest.param([7, 5, 9, 8], 1 + 58 / 72, id="apart in both axes: 58 of 72 are empty"),
        pytest.param([-9, -8, -3, -1], 1 + 80 / 130, id="apart in both axes, negative coordinates"),
        pytest.param([1e6, 0, 1e6 + 4, 2], 2 - 16 / 2000008, id="far away: almost 2"),
    ],
)
def test_hand_cases(solution, pred, expected):
    # 1e-9: near a loss of 0 that is the relative tolerance of the IoU; an epsilon is decided by tiny boxes.
    solution(*one(pred, TARGET)).close([expected], scale=10)


@pytest.mark.parametrize(
    ("pred", "target", "expected"),
    [
        pytest.param([2, 1, 2, 1], TARGET, 1.0, id="a point inside"),
        pytest.param([1, 0, 1, 2], TARGET, 1.0, id="a line across"),
        pytest.param([7, 4, 7, 4], TARGET, 1 + 20 / 28, id="a point outside: 20 of 28 are empty"),
        pytest.param([0, 0, 0, 3], [7, 7, 7, 7], 2.0, id="a line and a point: the whole hull is empty"),
        pytest.param([1, 1, 1, 1], [1, 1, 1, 1], 1.0, id="the same point twice: no hull, no penalty"),
        pytest.param([0, 0, 5, 0], [2, 0, 9, 0], 1.0, id="two lines in a row: no hull, no penalty"),
        pytest.param([3, 1, 3, 2], [3, 5, 3, 9], 1.0, id="two lines above each other: no hull, no penalty"),
    ],
)
def test_without_area(solution, pred, target, expected):
    solution(*one(pred, target)).close([expected])


def test_rows_do_not_mix(solution):
    """A row without a hull stands between sound ones; every row has its own target."""
    pred = np.array([[2.0, 0, 6, 2], [1.0, 1, 1, 1], [6.0, 0, 10, 2]])
    target = np.array([TARGET, [1.0, 1, 1, 1], TARGET])
    solution(pred, target).close([2 / 3, 1.0, 1.2])


def test_tiny_boxes(solution):
    """An epsilon in a denominator shows here, from 1e-10 on."""
    # An epsilon of 1e-12 is forgiven: it bends such boxes by a thousandth.
    solution(*tiny()).close([0.0, 1.5], scale=FORGIVEN)


def test_no_boxes(solution):
    solution(np.zeros((0, 4)), np.zeros((0, 4))).close(np.zeros(0))


def test_read_only_and_not_contiguous(solution, rng):
    pair = awkward(rng)
    solution(*pair).close(giou_loss(*pair))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    pair = placed(rng, dtype)
    solution(*pair).close(giou_loss(*exact(pair)))


def test_far_from_the_origin(solution, rng):
    """Sides are differences of exact inputs, so an offset of 1e4 costs nothing in float32."""
    pair = far(rng)
    solution(*pair).close(giou_loss(*exact(pair)))


@pytest.mark.gradient
@pytest.mark.parametrize(
    ("pred", "expected"),
    [
        pytest.param([1, 0.5, 3, 1.5], [1 / 8, 2 / 8, -1 / 8, -2 / 8], id="inside: only the overlap pulls"),
        pytest.param([3, 1, 5, 5], [39 / 225, 23 / 225, -5 / 225, 11 / 225], id="one corner overlaps"),
        pytest.param([6, 3, 10, 5], [0.04, 0.08, -0.008, -0.016], id="apart: only the hull pulls"),
    ],
)
def test_gradient_by_hand(solution, pred, expected):
    """Quotient rule on 2 - I/U - U/C; a cotangent of 3 makes three times that."""
    solution.gradient(*one(pred, TARGET), cotangent=np.array([3.0])).close(3 * np.array([expected]))


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient(solution, rng, dtype):
    """Every way to lie to each other, against finite differences of the reference."""
    pred, target = placed(rng, dtype)
    cotangent = rng.uniform(0.5, 2.0, len(pred))
    exact = target.astype(np.float64)
    expected = numerical_gradient(lambda boxes: giou_loss(boxes, exact), pred, cotangent)
    solution.gradient(pred, target, cotangent=cotangent).close(expected)
