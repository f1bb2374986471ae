"""The proof of ``kb.segmentation.unet_dice``, NumPy and PyTorch: values, gradients, relations."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import f1_score

from kb.grader.cases.differences import numerical_gradient
from kb.segmentation import unet_dice_torch
from kb.segmentation.unet_dice import dice_gradient, dice_loss

pytestmark = pytest.mark.filterwarnings("error")

CASES = [
    pytest.param([[1, 1, 0, 0]], [[1, 1, 0, 0]], 1, 0.0, id="perfect"),
    pytest.param([[0, 0, 0, 0]], [[0, 0, 0, 0]], 1, 0.0, id="empty and found empty"),
    pytest.param([[0, 0, 1, 1]], [[1, 1, 0, 0]], 1, 1 - 1 / 5, id="disjoint"),
    pytest.param([[1, 1, 1, 1]], [[1, 0, 0, 0]], 1, 1 - 3 / 6, id="everything is foreground"),
    pytest.param([[0.5, 0.5, 0.5, 0.5]], [[1, 1, 0, 0]], 0, 1 - 2 / 4, id="undecided"),
    pytest.param([[1, 0], [1, 1]], [[1, 0], [0, 0]], 1, (0 + 2 / 3) / 2, id="the mean over two samples"),
]


@pytest.mark.parametrize(("probs", "target", "smooth", "expected"), CASES)
def test_hand_cases(probs: list[object], target: list[object], smooth: float, expected: float) -> None:
    np.testing.assert_allclose(dice_loss(probs, target, smooth), expected, atol=1e-15)
    tensors = torch.tensor(probs, dtype=torch.float64), torch.tensor(target)
    np.testing.assert_allclose(unet_dice_torch.dice_loss(*tensors, smooth), expected, atol=1e-15)


@pytest.mark.parametrize("shape", [(1, 7), (3, 5, 7), (2, 3, 5, 7)])
def test_hard_masks_are_one_minus_f1(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(5)
    pred, target = rng.integers(0, 2, shape), rng.integers(0, 2, shape)
    expected = np.mean([1 - f1_score(t.ravel(), p.ravel()) for p, t in zip(pred, target, strict=True)])
    np.testing.assert_allclose(dice_loss(pred, target, smooth=0), expected, rtol=1e-12)


@pytest.mark.parametrize("smooth", [0.25, 1.0])
def test_gradient(smooth: float) -> None:
    rng = np.random.default_rng(7)
    p, t = rng.uniform(0.1, 0.9, (3, 2, 5)), (rng.random((3, 2, 5)) < 0.3) * 1.0
    by_hand = dice_gradient(p, t, smooth)
    slopes = numerical_gradient(lambda q: np.asarray(dice_loss(q, t, smooth)), p, np.ones(()))
    np.testing.assert_allclose(by_hand, slopes, atol=1e-8)
    leaf = torch.tensor(p, requires_grad=True)
    unet_dice_torch.dice_loss(leaf, torch.tensor(t), smooth).backward()
    np.testing.assert_allclose(by_hand, leaf.grad, rtol=1e-12)


def test_the_gradient_has_two_values_a_sample() -> None:
    rng = np.random.default_rng(11)
    t = (rng.random((1, 101)) < 0.2) * 1.0
    slopes = dice_gradient(rng.random((1, 101)), t)[0]
    assert np.ptp(slopes[t[0] == 1]) == 0
    assert np.ptp(slopes[t[0] == 0]) == 0
    assert slopes[t[0] == 1][0] < 0 < slopes[t[0] == 0][0]


def test_multiclass_against_a_loop() -> None:
    rng = np.random.default_rng(13)
    logits, target = rng.normal(size=(2, 3, 5, 7)), rng.integers(0, 3, (2, 5, 7))
    e = np.exp(logits)
    probs = e / e.sum(axis=1, keepdims=True)
    expected = np.mean([dice_loss(probs[:, k], target == k) for k in range(3)])
    got = unet_dice_torch.multiclass_dice_loss(torch.tensor(logits), torch.tensor(target))
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_ignored_pixels_are_not_there() -> None:
    rng = np.random.default_rng(17)
    logits, target = torch.tensor(rng.normal(size=(1, 3, 4, 6))), torch.tensor(rng.integers(0, 3, (1, 4, 6)))
    expected = unet_dice_torch.multiclass_dice_loss(logits[:, :, :3], target[:, :3])
    target[:, 3] = 255
    got = unet_dice_torch.multiclass_dice_loss(logits, target, ignore_index=255)
    torch.testing.assert_close(got, expected, rtol=1e-12, atol=0)
    both = unet_dice_torch.cross_entropy_and_dice(logits, target, ignore_index=255)
    entropy = torch.nn.functional.cross_entropy(logits[:, :, :3], target[:, :3])
    torch.testing.assert_close(both, entropy + expected, rtol=1e-12, atol=0)


def test_shapes_that_differ() -> None:
    with pytest.raises(ValueError, match="classes last"):
        dice_loss(np.zeros((2, 3, 5)), np.zeros((2, 5, 3)))


def test_far_from_the_object_cross_entropy_vanishes_and_dice_does_not() -> None:
    """The page's claim: one positive pixel among 10,000."""
    t = np.zeros((1, 10_000))
    t[0, 0] = 1
    p = np.full_like(t, 0.01)
    pull, push = dice_gradient(p, t)[0, :2]
    # Sum p + sum t + 1 = 102, so the pull on the pixel is 2 / 102 and the push on each other one about D / 102.
    np.testing.assert_allclose(pull, -(2 - 1.02 / 102) / 102, rtol=1e-12)
    np.testing.assert_allclose(push, 1.02 / 102**2, rtol=1e-12)
