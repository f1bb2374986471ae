"""Dice loss: shapes, masks by hand, smoothing, several samples, many pixels, gradients."""

import numpy as np
import pytest

from kb.grader.cases.differences import numerical_gradient
from kb.segmentation.unet_dice import dice_gradient, dice_loss


def draw(rng, *shape, share=0.3, dtype=np.float64):
    """Probabilities away from 0 and 1, and a target in which every sample has both values."""
    target = (rng.random(shape) < share).astype(dtype)
    flat = target.reshape(shape[0], -1)
    flat[:, 0], flat[:, 1] = 1, 0
    return rng.uniform(0.05, 0.95, shape).astype(dtype), target


@pytest.mark.parametrize("shape", [(3, 7), (3, 5, 7), (2, 3, 5, 7)], ids=["one axis", "images", "channels"])
def test_shape(solution, rng, shape):
    probs, target = draw(rng, *shape)
    result = solution(probs, target)
    result.has_shape()
    result.close(dice_loss(probs, target))


@pytest.mark.parametrize(
    ("probs", "target", "expected"),
    [
        pytest.param([1, 1, 0, 0], [1, 1, 0, 0], 0, id="perfect"),
        pytest.param([1, 1, 1, 1], [1, 1, 1, 1], 0, id="all foreground"),
        pytest.param([0, 0, 0, 0], [0, 0, 0, 0], 0, id="empty and found empty"),
        pytest.param([0, 0, 1, 1], [1, 1, 0, 0], 4 / 5, id="disjoint: 1 - 1/5"),
        pytest.param([1, 1, 1, 1], [1, 0, 0, 0], 1 / 2, id="too much: 1 - 3/6"),
        pytest.param([1, 0, 0, 0], [1, 1, 1, 1], 1 / 2, id="too little: 1 - 3/6"),
        pytest.param([1, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], 2 / 5, id="half: 1 - 3/5"),
        pytest.param([0, 0, 0, 0], [0, 0, 1, 0], 1 / 2, id="a tiny object missed: 1 - 1/2"),
        pytest.param([0, 1, 0, 0], [0, 0, 0, 0], 1 / 2, id="a false pixel on an empty target: 1 - 1/2"),
        pytest.param([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0], 2 / 5, id="undecided: 1 - 3/5"),
        pytest.param([0.75, 0.25, 0, 0.5], [1, 1, 0, 0], 1 - 3 / 4.5, id="soft: 1 - 3/4.5"),
        pytest.param([0.25, 0.125], [0, 0], 1 - 1 / 1.375, id="soft on an empty target"),
    ],
)
def test_hand_cases(solution, probs, target, expected):
    solution(np.array([probs], dtype=float), np.array([target], dtype=float)).close(float(expected))


@pytest.mark.parametrize(
    ("smooth", "expected"),
    [
        pytest.param(0.0, 1 - 2 / 3, id="0: Dice itself"),
        pytest.param(0, 1 - 2 / 3, id="the integer 0"),
        pytest.param(0.25, 1 - 2.25 / 3.25, id="a quarter"),
        pytest.param(3.0, 1 - 5 / 6, id="3"),
        pytest.param(1e-6, 1 - 2.000001 / 3.000001, id="a millionth"),
    ],
)
def test_smooth(solution, smooth, expected):
    probs, target = np.array([[1.0, 1, 0, 0, 0]]), np.array([[1.0, 0, 0, 0, 0]])
    solution(probs, target, smooth=smooth).close(expected)


def test_smooth_by_position(solution):
    solution(np.array([[1.0, 0, 0]]), np.array([[0.0, 0, 1]]), 2.0).close(1 / 2)


def test_each_sample_for_itself(solution):
    """A large object that is found and a small one that is missed: (0 + 2/3) / 2, and 2/9 over the batch at once."""
    target = np.array([[1.0, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 1]])
    probs = np.array([[1.0, 1, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0]])
    solution(probs, target).close((0 + 2 / 3) / 2)


def test_all_pixels_of_a_sample_together(solution):
    """Two rows of one image, the first is right, the second has a false pixel: 1 - 5/6, and not the mean over rows."""
    target = np.array([[[1.0, 1, 0], [0, 0, 0]]])
    probs = np.array([[[1.0, 1, 0], [1, 0, 0]]])
    solution(probs, target).close(1 / 6)


def test_channels_are_pixels_too(solution, rng):
    probs, target = draw(rng, 2, 3, 4, 5)
    target[:, 1] = 0
    solution(probs, target).close(dice_loss(probs, target))


def test_one_sample(solution, rng):
    pair = draw(rng, 1, 5, 7)
    solution(*pair).close(dice_loss(*pair))


def test_read_only_and_not_contiguous(solution, rng):
    probs, target = draw(rng, 6, 7, 5)
    probs, target = probs[::2, ::-1], np.asfortranarray(target)[::2]
    probs.flags.writeable = target.flags.writeable = False
    solution(probs, target).close(dice_loss(probs, target))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random(solution, rng, dtype):
    probs, target = draw(rng, 5, 17, 13, dtype=dtype)
    solution(probs, target).close(dice_loss(probs, target))


def test_an_image_of_a_hundred_thousand_pixels(solution, rng):
    probs, target = draw(rng, 2, 311, 331, share=0.01)
    solution(probs, target, smooth=0.5).close(dice_loss(probs, target, 0.5))


@pytest.mark.gradient
def test_gradient_by_hand(solution):
    """(Dice - 2t) / denominator: Dice is 1.5/2.5 with a denominator of 2.5; a cotangent of 3."""
    probs, target = np.array([[0.25, 0.25]]), np.array([[1.0, 0.0]])
    slopes = np.array([[0.6 - 2, 0.6]]) / 2.5
    solution.gradient(probs, target, cotangent=np.array(3.0)).close(3 * slopes)


@pytest.mark.gradient
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient(solution, rng, dtype):
    probs, target = draw(rng, 3, 5, 7, dtype=dtype)
    exact = target.astype(np.float64)
    expected = numerical_gradient(lambda p: np.asarray(dice_loss(p, exact)), probs, np.ones(()))
    solution.gradient(probs, target, cotangent=np.ones(())).close(expected)


@pytest.mark.gradient
def test_gradient_on_an_empty_target(solution):
    """The slope is smooth / (sum p + smooth)² for every pixel, also where p is 0.

    All probabilities at 0 are not asked: there some right answers branch on a sum of 0 and have another slope.
    """
    probs, target = np.array([[0.0, 0.5, 0.0, 1.5]]) / 2, np.zeros((1, 4))
    solution.gradient(probs, target, smooth=2.0, cotangent=np.ones(())).close(
        dice_gradient(probs, target, 2.0)
    )
