"""Precision, recall, F1 with three averages: hand cases, absent classes, 0/0, nothing at all."""

import numpy as np
import pytest

from kb.metrics.classification import precision_recall_f1

AVERAGES = ["macro", "micro", "weighted"]
# 2e-6, as for float32: the inputs are integers, and PyTorch divides integers in float32.
ROUNDED = 2e4
# The table of the page. Class 0: 4 hits, 1 FP, 1 FN; class 1: 2, 2, 1; class 2: 1, 0, 1.
TARGET = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
PRED = [0, 0, 0, 0, 1, 1, 1, 0, 2, 1]


def draw(rng, classes, size=97, dtype=np.int64):
    """Frequencies that differ, half of the predictions right; every class is true and predicted somewhere."""
    shares = np.arange(1, classes + 1) / np.arange(1, classes + 1).sum()
    target = rng.choice(classes, size=size, p=shares)
    pred = np.where(rng.random(size) < 0.5, target, rng.integers(0, classes, size))
    target[:classes] = pred[:classes] = np.arange(classes)
    return target.astype(dtype), pred.astype(dtype)


def test_shape(solution):
    solution(np.array(TARGET), np.array(PRED), 3).close(
        ((4 / 5 + 1 / 2 + 1) / 3, (4 / 5 + 2 / 3 + 1 / 2) / 3, 214 / 315), scale=ROUNDED
    )


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        pytest.param("micro", (7 / 10, 7 / 10, 7 / 10), id="micro: the accuracy"),
        pytest.param(
            "weighted",
            (
                0.5 * 4 / 5 + 0.3 * 1 / 2 + 0.2 * 1,
                0.5 * 4 / 5 + 0.3 * 2 / 3 + 0.2 / 2,
                0.5 * 4 / 5 + 0.3 * 4 / 7 + 0.2 * 2 / 3,
            ),
            id="weighted: by frequency in the truth",
        ),
    ],
)
def test_averages(solution, average, expected):
    solution(np.array(TARGET), np.array(PRED), 3, average).close(expected, scale=ROUNDED)


@pytest.mark.parametrize(
    ("target", "pred", "classes", "expected"),
    [
        pytest.param([0, 1, 2], [0, 1, 2], 3, (1.0, 1.0, 1.0), id="all right"),
        pytest.param([0, 1, 0], [1, 0, 1], 2, (0.0, 0.0, 0.0), id="all wrong: F1 is 0/0 of the averages"),
        pytest.param([0, 1], [0, 1], 4, (0.5, 0.5, 0.5), id="two of four classes occur nowhere"),
        pytest.param(
            [0, 0, 1], [0, 0, 0], 2, (1 / 3, 1 / 2, 2 / 5), id="class 1 is never predicted: precision 0/0"
        ),
        pytest.param([0, 0, 0], [0, 0, 1], 2, (1 / 2, 1 / 3, 2 / 5), id="class 1 is never true: recall 0/0"),
        pytest.param([0, 0, 0, 1], [0, 1, 1, 1], 2, (2 / 3, 2 / 3, 1 / 2), id="F1 of each class is 1/2"),
        pytest.param([0, 0], [0, 0], 1, (1.0, 1.0, 1.0), id="one class"),
    ],
)
def test_hand_cases(solution, target, pred, classes, expected):
    whole = all(float(2 * each).is_integer() for each in expected)  # halves are exact in float32 too
    solution(np.array(target), np.array(pred), classes).close(expected, scale=1 if whole else ROUNDED)


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        pytest.param("weighted", (5 / 6, 2 / 3, 13 / 18), id="weighted"),
        pytest.param("micro", (2 / 3, 2 / 3, 2 / 3), id="micro"),
    ],
)
def test_absent_classes_in_other_averages(solution, average, expected):
    """Weights 4/6 and 2/6; class 2 of 5 is predicted and never true, 3 and 4 occur nowhere."""
    target, pred = np.array([0, 0, 0, 1, 1, 0]), np.array([0, 0, 2, 1, 0, 0])
    solution(target, pred, 5, average).close(expected, scale=ROUNDED)


def test_macro_is_the_default(solution, rng):
    target, pred = draw(rng, 5)
    solution(target, pred, 5).close(precision_recall_f1(target, pred, 5, "macro"), scale=ROUNDED)


@pytest.mark.parametrize("average", AVERAGES)
def test_no_rows(solution, average):
    nothing = np.zeros(0, dtype=np.int64)
    solution(nothing, nothing, 3, average).close((0.0, 0.0, 0.0))


def test_read_only_and_not_contiguous(solution, rng):
    target, pred = (np.repeat(part, 2)[::2] for part in draw(rng, 3))
    target.flags.writeable = pred.flags.writeable = False
    solution(target, pred, 3).close(precision_recall_f1(target, pred, 3), scale=ROUNDED)


@pytest.mark.parametrize("classes", [3, 29])
@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.uint8])
def test_integer_types(solution, rng, dtype, classes):
    """300 rows and 29 * 29 pairs: neither counts nor pairs of classes fit in a byte."""
    target, pred = draw(rng, classes, size=300, dtype=dtype)
    solution(target, pred, classes).close(precision_recall_f1(target, pred, classes), scale=ROUNDED)


@pytest.mark.parametrize("classes", [2, 7])
@pytest.mark.parametrize("average", AVERAGES)
def test_random(solution, rng, average, classes):
    target, pred = draw(rng, classes)
    solution(target, pred, classes, average).close(
        precision_recall_f1(target, pred, classes, average), scale=ROUNDED
    )


@pytest.mark.parametrize("average", AVERAGES)
def test_random_with_absent_classes(solution, rng, average):
    """Ten classes are announced, five occur."""
    target, pred = draw(rng, 5)
    solution(2 * target, 2 * pred, 10, average).close(
        precision_recall_f1(2 * target, 2 * pred, 10, average), scale=ROUNDED
    )
