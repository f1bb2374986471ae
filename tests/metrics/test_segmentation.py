"""The proof of ``kb.metrics.segmentation`` against scikit-learn, by hand, and in its relations."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from kb.metrics.segmentation import (
    class_dice,
    class_iou,
    class_precision,
    class_recall,
    confusion_matrix,
    frequency_weighted_iou,
    mean_iou,
    mean_pixel_accuracy,
    pixel_accuracy,
)

pytestmark = pytest.mark.filterwarnings("error")

M = np.array([[50, 10, 0], [5, 30, 5], [0, 0, 0]])  # class 2 has no pixels but is predicted 5 times


def draw(classes: int = 5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    target = rng.integers(0, classes, (3, 7, 11))
    return target, np.where(rng.random(target.shape) < 0.7, target, rng.integers(0, classes, target.shape))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int32, np.int64, np.uint16])
def test_confusion_matrix_against_scikit_learn(dtype: type) -> None:
    target, pred = draw(23)  # 22 * 23 does not fit into a byte
    expected = metrics.confusion_matrix(target.ravel(), pred.ravel(), labels=range(23))
    np.testing.assert_array_equal(confusion_matrix(target.astype(dtype), pred.astype(dtype), 23), expected)


@pytest.mark.parametrize("ignore", [0, 255, -1])
def test_ignored_pixels_are_not_there(ignore: int) -> None:
    target, pred = draw()
    target[0] = ignore
    pred[0, 0] = 77  # nobody looks
    seen = target != ignore
    expected = confusion_matrix(target[seen], pred[seen], 5)
    np.testing.assert_array_equal(confusion_matrix(target, pred, 5, ignore), expected)


def test_no_pixels() -> None:
    assert (
        confusion_matrix(np.zeros((0, 4), dtype=int), np.zeros((0, 4), dtype=int), 3).tolist()
        == [[0] * 3] * 3
    )


@pytest.mark.parametrize(
    ("target", "pred", "message"),
    [
        pytest.param([0, 3], [0, 1], "target has a label outside 0..2", id="3 of 3 classes"),
        pytest.param([0, 255], [0, 1], "255 for ignored", id="the void label"),
        pytest.param([0, 1], [-1, 1], "pred has a label", id="negative"),
        pytest.param([0, 1], [0, 1, 2], "argmax", id="shapes differ"),
    ],
)
def test_errors(target: list[int], pred: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        confusion_matrix(target, pred, 3)


def test_by_hand() -> None:
    assert pixel_accuracy(M) == 0.8
    np.testing.assert_allclose(class_recall(M), [5 / 6, 3 / 4, np.nan])
    np.testing.assert_allclose(class_precision(M), [10 / 11, 3 / 4, 0])
    np.testing.assert_allclose(mean_pixel_accuracy(M), (5 / 6 + 3 / 4) / 2)
    np.testing.assert_allclose(class_iou(M), [50 / 65, 30 / 50, 0])
    np.testing.assert_allclose(mean_iou(M), (10 / 13 + 3 / 5 + 0) / 3)
    np.testing.assert_allclose(frequency_weighted_iou(M), (60 * 10 / 13 + 40 * 3 / 5) / 100)
    np.testing.assert_allclose(class_dice(M), [100 / 115, 60 / 80, 0])


def test_against_scikit_learn() -> None:
    target, pred = (part.ravel() for part in draw())
    matrix = confusion_matrix(target, pred, 5)
    np.testing.assert_allclose(pixel_accuracy(matrix), metrics.accuracy_score(target, pred))
    np.testing.assert_allclose(mean_pixel_accuracy(matrix), metrics.balanced_accuracy_score(target, pred))
    np.testing.assert_allclose(class_iou(matrix), metrics.jaccard_score(target, pred, average=None))
    np.testing.assert_allclose(mean_iou(matrix), metrics.jaccard_score(target, pred, average="macro"))
    np.testing.assert_allclose(
        frequency_weighted_iou(matrix), metrics.jaccard_score(target, pred, average="weighted")
    )
    np.testing.assert_allclose(class_dice(matrix), metrics.f1_score(target, pred, average=None))
    np.testing.assert_allclose(class_precision(matrix), metrics.precision_score(target, pred, average=None))


def test_dice_is_a_function_of_iou() -> None:
    matrix = confusion_matrix(*draw(), 5)
    iou = class_iou(matrix)
    np.testing.assert_allclose(class_dice(matrix), 2 * iou / (1 + iou), rtol=1e-14)
    assert np.all(class_dice(matrix) >= iou)


def test_absent_classes_are_left_out() -> None:
    matrix = np.zeros((4, 4), dtype=int)
    matrix[:2, :2] = [[3, 1], [0, 4]]
    np.testing.assert_allclose(mean_iou(matrix), (3 / 4 + 4 / 5) / 2)
    assert np.isnan(class_iou(matrix)).tolist() == [False, False, True, True]
    assert np.isnan(mean_iou(np.zeros((4, 4))))
    assert np.isnan(pixel_accuracy(np.zeros((4, 4))))


def test_pixel_accuracy_hides_small_classes() -> None:
    """The page's example: 99 % background, and a model that finds nothing else."""
    matrix = np.array([[9900, 0], [100, 0]])
    assert pixel_accuracy(matrix) == 0.99
    assert mean_pixel_accuracy(matrix) == 0.5
    np.testing.assert_allclose(mean_iou(matrix), 0.495)
    np.testing.assert_allclose(frequency_weighted_iou(matrix), 0.9801)


def test_summing_matrices_is_not_the_mean_over_images() -> None:
    one, two = np.array([[0, 0], [0, 1000]]), np.array([[0, 0], [9, 1]])
    np.testing.assert_allclose(class_iou(one + two)[1], 1001 / 1010)
    np.testing.assert_allclose(np.mean([class_iou(one)[1], class_iou(two)[1]]), 0.55)
