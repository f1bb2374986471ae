"""The proof of ``kb.segmentation.unet_losses``: PyTorch's cross-entropy, SciPy's distance transform."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.ndimage import distance_transform_edt
from torch.nn import functional

from kb.segmentation.unet_losses import pixel_cross_entropy, weight_map

pytestmark = pytest.mark.filterwarnings("error")


def draw() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return rng.normal(size=(2, 3, 5, 7)) * 4 + 1e4, rng.integers(0, 3, (2, 5, 7))


@pytest.mark.parametrize("ignore", [-100, 255, 0])
@pytest.mark.parametrize("weighted", [False, True])
def test_against_torch(ignore: int, weighted: bool) -> None:
    logits, target = draw()
    target[0, :2] = ignore
    weight = np.array([0.2, 1.0, 3.0]) if weighted else None
    expected = functional.cross_entropy(
        torch.tensor(logits),
        torch.tensor(target),
        weight=None if weight is None else torch.tensor(weight),
        ignore_index=ignore,
    )
    np.testing.assert_allclose(pixel_cross_entropy(logits, target, weight, ignore), expected, rtol=1e-9)


def test_a_weight_for_each_pixel() -> None:
    logits, target = draw()
    weight = np.random.default_rng(5).uniform(0, 3, target.shape)
    each = functional.cross_entropy(torch.tensor(logits), torch.tensor(target), reduction="none").numpy()
    np.testing.assert_allclose(
        pixel_cross_entropy(logits, target, weight), np.average(each, weights=weight), rtol=1e-9
    )


def test_nothing_counts() -> None:
    logits, target = draw()
    assert pixel_cross_entropy(logits, np.full_like(target, 9), ignore_index=9) == 0


@pytest.mark.parametrize("shape", [(2, 5, 6), (2, 4, 7), (2, 6, 6), (1, 5, 7)])
def test_one_axis_that_differs_is_enough(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="resize the logits"):
        pixel_cross_entropy(draw()[0], np.zeros(shape, dtype=int))


def cells() -> np.ndarray:
    labels = np.zeros((23, 31), dtype=int)
    labels[3:9, 2:11] = 1
    labels[3:12, 13:20] = 7
    labels[16:20, 5:25] = 4
    return labels


def test_weight_map_against_scipy() -> None:
    labels = cells()
    distances = np.sort([distance_transform_edt(labels != cell) for cell in (1, 4, 7)], axis=0)
    share = (labels > 0).mean()
    expected = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
    gap = 10 * np.exp(-((distances[0] + distances[1]) ** 2) / 50)
    np.testing.assert_allclose(weight_map(labels), np.where(labels > 0, expected, expected + gap), rtol=1e-12)


def test_the_gap_is_heaviest_and_the_classes_weigh_the_same() -> None:
    labels = cells()
    weights = weight_map(labels)
    assert labels[np.unravel_index(weights.argmax(), weights.shape)] == 0
    assert np.unravel_index(weights.argmax(), weights.shape)[1] in (11, 12), "between the two cells above"
    balanced = weight_map(labels, w0=0)
    np.testing.assert_allclose(balanced[labels > 0].sum(), balanced[labels == 0].sum(), rtol=1e-12)


@pytest.mark.parametrize("labels", [np.zeros((4, 5), dtype=int), (np.arange(20) < 7).reshape(4, 5) * 3])
def test_with_fewer_than_two_cells_there_is_no_gap(labels: np.ndarray) -> None:
    assert np.array_equal(weight_map(labels), weight_map(labels, w0=0))
