"""Stratified folds: relations that hold for every shuffle, and that the shuffle depends on the seed."""

import numpy as np
import pytest


def demand(result, got, expected):
    """``got`` was made of the result."""
    result.holding(got).equals(expected)


def folds_of(solution, labels, k, seed=0):
    """The result, and its k pairs of index arrays."""
    result = solution(np.asarray(labels), k, seed)
    return result, result.parts(k, 2)


def check(result, pairs, labels, k):
    """Tests cover all rows once, train is the rest, and every class is spread within 1."""
    labels = np.asarray(labels)
    everything = np.arange(len(labels))
    demand(result, np.sort(np.concatenate([test for _, test in pairs])), everything)
    for train, test in pairs:
        demand(result, np.sort(train), np.setdiff1d(everything, test))
    for label in np.unique(labels):
        counts = sorted(int((labels[test] == label).sum()) for _, test in pairs)
        whole, more = divmod(int((labels == label).sum()), k)
        demand(result, counts, [whole] * (k - more) + [whole + 1] * more)


def parted(pairs, rows):
    """How the folds part these rows, whatever the order of the folds."""
    return {frozenset(set(test.tolist()) & set(rows.tolist())) for _, test in pairs}


def test_form(solution):
    result, pairs = folds_of(solution, [0, 0, 0, 1, 1, 1], 3)
    demand(result, [len(test) for _, test in pairs], [2, 2, 2])


@pytest.mark.parametrize(
    ("labels", "k"),
    [
        pytest.param([4, 4], 2, id="two rows"),
        pytest.param([0, 0, 0, 0, 1, 1], 2, id="both classes are even"),
        pytest.param([0, 1, 0, 1, 0, 1, 0], 2, id="four and three"),
        pytest.param([0] * 7 + [1] * 5, 3, id="remainders of 1 and 2"),
        pytest.param([0] * 11, 4, id="one class, remainder 3"),
        pytest.param([0, 0, 0, 1], 4, id="as many folds as rows"),
        pytest.param([3, 1, 2, 0, 4], 5, id="every row its own class"),
        pytest.param([0, 0, 0, 0, 0, 0, 1], 3, id="a class of one row"),
    ],
)
def test_small_cases(solution, labels, k):
    check(*folds_of(solution, labels, k), labels, k)


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param([-3, 7, -3, 7, -3, 7, 100, 100], id="negative and with gaps"),
        pytest.param([2**40, -(2**40)] * 4, id="very large"),
        pytest.param([5, 9, 5, 9, 9, 5, 9, 9], id="without 0"),
        pytest.param([-1, 0, 0, -1, 0, 0, -1, -1], id="-1 is a class"),
    ],
)
def test_any_integers(solution, labels):
    check(*folds_of(solution, labels, 2), labels, 2)


def test_sorted_labels(solution):
    """Blocks of one class, as data come from folders: a plain cut would test on one class only."""
    labels = np.repeat([0, 1, 2], [30, 20, 10])
    check(*folds_of(solution, labels, 5), labels, 5)


def test_rare_class(solution, rng):
    labels = rng.permutation(np.repeat([0, 1], [95, 5]))
    check(*folds_of(solution, labels, 5), labels, 5)


def test_same_seed_same_folds(solution, rng):
    labels = rng.integers(0, 3, size=60)
    first = folds_of(solution, labels, 4, 7)[1]
    result, second = folds_of(solution, labels, 4, 7)
    for (_, before), (_, after) in zip(first, second, strict=True):
        demand(result, np.sort(after), np.sort(before))


@pytest.mark.parametrize("label", [0, 1])
def test_other_seed_parts_each_class_otherwise(solution, label):
    """40 rows of a class in 4 folds: by chance two shuffles never agree."""
    labels = np.repeat([0, 1], 40)
    rows = np.flatnonzero(labels == label)
    one = parted(folds_of(solution, labels, 4, 1)[1], rows)
    for seed in (2, 3):
        result, pairs = folds_of(solution, labels, 4, seed)
        demand(result, parted(pairs, rows) == one, False)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_read_only_and_not_contiguous(solution, rng, dtype):
    labels = rng.integers(0, 3, size=34).astype(dtype)[::2]
    labels.flags.writeable = False
    check(*folds_of(solution, labels, 3), labels, 3)


@pytest.mark.parametrize("k", [2, 3, 7])
def test_random(solution, rng, k):
    labels = rng.choice([-2, 0, 5, 6], p=[0.5, 0.3, 0.15, 0.05], size=83)
    check(*folds_of(solution, labels, k, int(rng.integers(1000))), labels, k)
