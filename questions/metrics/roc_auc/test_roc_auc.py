"""ROC-AUC: pairs by hand, ties, any scale, one class, many scores."""

from functools import cache

import numpy as np
import pytest

from kb.metrics.classification_roc import roc_auc

# 2e-6, as for float32: what is divided are counts, and PyTorch divides integers in float32.
ROUNDED = 2e4


def draw(rng, size=101, decimals=8, dtype=np.float64):
    """A third of them positive; positives score higher by about half a deviation."""
    target = rng.permutation(np.arange(size) % 3 == 0).astype(np.int64)
    return target, np.round(rng.normal(size=size) + 0.5 * target, decimals).astype(dtype)


def test_shape(solution, rng):
    solution(*draw(rng)).has_shape()


@pytest.mark.parametrize(
    ("target", "score", "expected"),
    [
        pytest.param([0, 1], [0.2, 0.7], 1.0, id="the right order"),
        pytest.param([1, 0], [0.2, 0.7], 0.0, id="the wrong order"),
        pytest.param([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 3 / 4, id="three of four pairs"),
        pytest.param([1, 0, 0, 0], [0.5, 0.1, 0.2, 0.9], 2 / 3, id="one positive, two of three pairs"),
        pytest.param([0, 1, 1], [0.5, 0.25, 0.75], 1 / 2, id="one negative, one of two pairs"),
    ],
)
def test_hand_cases(solution, target, score, expected):
    solution(np.array(target), np.array(score)).close(expected, scale=ROUNDED)


@pytest.mark.parametrize(
    ("target", "score", "expected"),
    [
        pytest.param([1, 0], [0.5, 0.5], 0.5, id="positive first"),
        pytest.param([0, 1], [0.5, 0.5], 0.5, id="negative first"),
        pytest.param([1, 1, 0, 0, 0], [2.0] * 5, 0.5, id="all equal"),
        pytest.param([0, 1, 1, 0], [0.5, 0.5, 0.75, 0.25], 7 / 8, id="one of four pairs is a tie"),
        pytest.param([0, 1, 1, 0, 1], [1.0, 1, 2, 2, 3], 4 / 6, id="two ties, three won"),
    ],
)
def test_ties_count_half(solution, target, score, expected):
    solution(np.array(target), np.array(score)).close(expected, scale=ROUNDED)


@pytest.mark.parametrize(
    "score",
    [
        pytest.param([-3.0, -8.0, -2.0, -4.0], id="negative"),
        pytest.param([1e4 + 1, 1e4 - 2, 1e4 + 3, 1e4], id="around 10,000"),
        pytest.param([2e-9, 1e-9, 3e-9, 1.5e-9], id="tiny"),
    ],
)
def test_any_scale(solution, score):
    """The same order in all: three of four pairs."""
    solution(np.array([0, 0, 1, 1]), np.array(score)).close(3 / 4, scale=ROUNDED)


@pytest.mark.parametrize(
    "target",
    [
        pytest.param([1, 1, 1], id="only positives"),
        pytest.param([0, 0], id="only negatives"),
        pytest.param([0], id="one row"),
        pytest.param([], id="no rows"),
    ],
)
def test_one_class(solution, target):
    solution.raises(ValueError, np.array(target, dtype=np.int64), np.arange(len(target)) / 4)


def test_float32(solution, rng):
    target, score = draw(rng, decimals=2, dtype=np.float32)
    score = score + np.float32(1e4)
    solution(target, score).close(roc_auc(target, score.astype(float)), scale=ROUNDED)


def test_read_only_and_not_contiguous(solution, rng):
    target, score = (np.repeat(part, 2)[::2] for part in draw(rng))
    target.flags.writeable = score.flags.writeable = False
    solution(target, score).close(roc_auc(target, score), scale=ROUNDED)


@pytest.mark.parametrize("decimals", [0, 1, 8])
def test_random(solution, rng, decimals):
    """Few values and many ties, some ties, none."""
    target, score = draw(rng, decimals=decimals)
    solution(target, score).close(roc_auc(target, score), scale=ROUNDED)


@pytest.mark.parametrize("dtype", [np.int32, np.uint8])
def test_integer_types(solution, rng, dtype):
    target, score = draw(rng, size=600)
    solution(target.astype(dtype), score).close(roc_auc(target, score), scale=ROUNDED)


@cache
def many():
    """60,000 scores in 5,000 steps, half of them positive, and their area."""
    rng = np.random.default_rng(7)
    target = (np.arange(60_000) % 2).astype(np.int64)
    score = np.round(rng.normal(size=60_000) + 0.5 * target, 3)
    return target, score, roc_auc(target, score)


def test_speed(solution, rng):
    """At most 60 times the reference.

    Measured on one core: other answers that sort take 0.4 to 5 times as long, plain Python that sorts 10 times, a
    loop over the positives that compares each with all negatives in NumPy 12 times. All pairs at once need
    gigabytes, and a loop over all pairs minutes.
    """
    target, score, area = many()
    order = rng.permutation(len(target))
    solution.keeps_pace(roc_auc, target[order], score[order]).close(area, scale=ROUNDED)
