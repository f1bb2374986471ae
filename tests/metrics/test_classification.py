"""The proof of ``kb.metrics.classification``, its ROC and its inception score: hand cases and scikit-learn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import sklearn.metrics as sk
import torch

from kb.metrics.classification import class_counts, f_beta, matthews, precision_recall_f1
from kb.metrics.classification_inception import inception_score
from kb.metrics.classification_roc import roc_auc, roc_auc_pairs, roc_curve


def labels(seed: int, size: int = 211, classes: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Half of the predictions are right; class 5 is never true, class 6 neither true nor predicted."""
    rng = np.random.default_rng(seed)
    target = rng.choice(5, size=size, p=[0.6, 0.2, 0.1, 0.07, 0.03])
    pred = np.where(rng.random(size) < 0.5, target, rng.integers(0, classes - 1, size))
    return target, pred


@pytest.mark.parametrize("average", ["macro", "micro", "weighted"])
@pytest.mark.parametrize("seed", range(5))
def test_averages_agree_with_scikit_learn(average: str, seed: int) -> None:
    target, pred = labels(seed)
    expected = sk.precision_recall_fscore_support(
        target, pred, labels=range(7), average=average, zero_division=0
    )[:3]
    np.testing.assert_allclose(precision_recall_f1(target, pred, 7, average), expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        pytest.param("micro", (3 / 5, 3 / 5, 3 / 5), id="micro: all three are the accuracy"),
        pytest.param("macro", ((2 / 3 + 1 / 2) / 2,) * 2 + ((2 / 3 + 1 / 2) / 2,), id="macro: classes alike"),
        pytest.param(
            "weighted",
            (3 / 5 * 2 / 3 + 2 / 5 / 2,) * 3,
            id="weighted: by frequency in the truth",
        ),
    ],
)
def test_by_hand(average: str, expected: tuple[float, ...]) -> None:
    """Class 0: 2 hits, 1 wrong call, 1 miss. Class 1: 1, 1, 1."""
    assert precision_recall_f1([0, 0, 0, 1, 1], [0, 0, 1, 0, 1], 2, average) == pytest.approx(expected)


def test_macro_f1_is_no_harmonic_mean_of_the_averages() -> None:
    precision, recall, f1 = precision_recall_f1([0, 0, 0, 1], [0, 1, 1, 1], 2)
    assert (precision, recall, f1) == pytest.approx((2 / 3, 2 / 3, 1 / 2))  # class F1s: 1/2 and 1/2


@pytest.mark.parametrize("average", ["macro", "micro", "weighted"])
def test_nothing_to_count(average: str) -> None:
    assert precision_recall_f1([], [], 3, average) == (0.0, 0.0, 0.0)


def test_counts_add_up() -> None:
    target, pred = labels(3)
    tp, fp, fn = class_counts(target, pred, 7)
    confusion = sk.confusion_matrix(target, pred, labels=range(7))
    np.testing.assert_array_equal(tp, np.diag(confusion))
    np.testing.assert_array_equal(fp, confusion.sum(axis=0) - tp)
    np.testing.assert_array_equal(fn, confusion.sum(axis=1) - tp)
    assert fp.sum() == fn.sum() == (target != pred).sum()


@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
def test_f_beta(beta: float) -> None:
    target, pred = (part > 0 for part in labels(1))
    precision, recall = sk.precision_score(target, pred), sk.recall_score(target, pred)
    assert f_beta(precision, recall, beta) == pytest.approx(sk.fbeta_score(target, pred, beta=beta))
    assert f_beta(0, 0, beta) == 0


@pytest.mark.parametrize("seed", range(3))
def test_matthews(seed: int) -> None:
    target, pred = labels(seed)
    confusion = sk.confusion_matrix(target, pred, labels=range(7))
    assert matthews(confusion) == pytest.approx(sk.matthews_corrcoef(target, pred), rel=1e-12)


@pytest.mark.parametrize(
    ("confusion", "expected"),
    [
        pytest.param([[90, 5], [4, 1]], 0.1352, id="accuracy 0.91 of a rare class, little correlation"),
        pytest.param([[95, 0], [5, 0]], 0.0, id="always the same answer: 0/0"),
        pytest.param([[0, 3], [5, 0]], -1.0, id="always wrong"),
    ],
)
def test_matthews_by_hand(confusion: list[list[int]], expected: float) -> None:
    (tn, fp), (fn, tp) = confusion
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    exact = (tp * tn - fp * fn) / product**0.5 if product else 0.0
    assert matthews(confusion) == pytest.approx(exact)
    assert exact == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("target", "pred", "slip"),
    [
        ([0, 3], [0, 1], "outside of 0 to 2"),
        ([0, 1], [0, -1], "outside of 0 to 2"),
        ([0, 1], [0], "expected as many"),
    ],
)
def test_labels_are_checked(target: list[int], pred: list[int], slip: str) -> None:
    with pytest.raises(ValueError, match=slip):
        precision_recall_f1(target, pred, 3)


def test_average_is_checked() -> None:
    with pytest.raises(ValueError, match="macro, weighted, micro"):
        precision_recall_f1([0], [0], 1, "mean")


# ---------------------------------------------------------------- ROC


@pytest.mark.parametrize(
    ("target", "score", "expected"),
    [
        pytest.param([0, 1], [0.2, 0.7], 1.0, id="right order"),
        pytest.param([1, 0], [0.2, 0.7], 0.0, id="wrong order"),
        pytest.param([1, 0], [0.5, 0.5], 0.5, id="a tie is half"),
        pytest.param([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 3 / 4, id="three of four pairs"),
        pytest.param([0, 1, 1, 0, 1], [1, 1, 2, 2, 3], (0.5 + 0 + 1 + 0.5 + 1 + 1) / 6, id="two ties"),
        pytest.param([0, 1, 0], [1e4, 1e4 + 1, 1e4 - 1], 1.0, id="any scale"),
    ],
)
def test_roc_auc_by_hand(target: list[int], score: list[float], expected: float) -> None:
    assert roc_auc(target, score) == pytest.approx(expected)


@pytest.mark.parametrize("decimals", [1, 8])
@pytest.mark.parametrize("seed", range(4))
def test_roc_auc_agrees(seed: int, decimals: int) -> None:
    rng = np.random.default_rng(seed)
    target = np.r_[0, 1, rng.integers(0, 2, 167)]
    score = np.round(rng.normal(size=169) + 0.7 * target, decimals)  # one decimal: many ties
    value = roc_auc(target, score)
    assert value == pytest.approx(sk.roc_auc_score(target, score), rel=1e-13)
    assert value == pytest.approx(roc_auc_pairs(target, score), rel=1e-13)
    fpr, tpr = roc_curve(target, score)
    assert value == pytest.approx(np.trapezoid(tpr, fpr), rel=1e-13)
    assert value == pytest.approx(1 - roc_auc(target, -score), rel=1e-13)
    assert value == pytest.approx(roc_auc(target, np.exp(score)), rel=1e-13)
    theirs = sk.roc_curve(target, score, drop_intermediate=False)
    np.testing.assert_allclose((fpr, tpr), theirs[:2], rtol=1e-13)


def test_roc_does_not_see_imbalance_and_precision_does() -> None:
    """Every negative ten times: the same ROC area, a lower average precision."""
    rng = np.random.default_rng(0)
    target = np.repeat([1, 0], [50, 100])
    score = rng.normal(size=150) + 1.5 * target
    copies = np.where(target == 1, 1, 10)
    many_target, many_score = np.repeat(target, copies), np.repeat(score, copies)
    assert roc_auc(many_target, many_score) == pytest.approx(roc_auc(target, score), rel=1e-13)
    few, many = (sk.average_precision_score(*pair) for pair in ((target, score), (many_target, many_score)))
    assert many < few - 0.2


@pytest.mark.parametrize(
    ("target", "score", "slip"),
    [
        ([1, 1], [0.1, 0.2], "both classes"),
        ([0, 0], [0.1, 0.2], "both classes"),
        ([], [], "both classes"),
        ([0, 2], [0.1, 0.2], "both classes"),
        ([0, 1], [0.1, np.nan], "NaN"),
    ],
)
def test_roc_inputs_are_checked(target: list[int], score: list[float], slip: str) -> None:
    with pytest.raises(ValueError, match=slip):
        roc_auc(target, score)


def test_scikit_learn_says_nan_where_we_refuse() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert np.isnan(sk.roc_auc_score([1, 1], [0.1, 0.2]))
    assert seen


# ---------------------------------------------------------------- inception score


def test_inception_score_at_its_ends() -> None:
    assert inception_score(np.eye(5)) == pytest.approx(5)  # sure and diverse
    assert inception_score(np.eye(5)[[2, 2, 2]]) == pytest.approx(1)  # sure, one class: mode collapse
    assert inception_score(np.full((7, 5), 1 / 5)) == pytest.approx(1)  # unsure


def test_inception_score_is_the_exponential_of_the_mutual_information() -> None:
    rng = np.random.default_rng(0)
    probs = rng.dirichlet(np.ones(5), size=211)
    probs[0] = [0.5, 0.5, 0, 0, 0]
    whole = torch.distributions.Categorical(torch.tensor(probs.mean(axis=0)))
    rows = torch.distributions.Categorical(torch.tensor(probs))
    gain = float(whole.entropy() - rows.entropy().mean())  # H(y) - H(y|x)
    assert inception_score(probs) == pytest.approx(np.exp(gain), rel=1e-9)


def test_inception_score_wants_probabilities() -> None:
    with pytest.raises(ValueError, match="logits"):
        inception_score([[3.0, 1.0]])
