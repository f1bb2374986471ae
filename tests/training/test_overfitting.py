"""The proof of ``kb.training.overfitting`` and its neighbors."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import GroupKFold, StratifiedKFold

from kb.training.overfitting import (
    lasso_proximal,
    lasso_subgradient,
    ridge,
    smooth_labels,
    smoothed_gap,
    soft_threshold,
)
from kb.training.overfitting_bias_variance import bias_variance, min_norm_fit
from kb.training.overfitting_dropout import drop_path, dropout, dropout_classic, dropout_penalty
from kb.training.overfitting_early_stopping import EarlyStopping, stopped_at
from kb.training.overfitting_kfold import group_kfold, kfold, stratified_kfold
from kb.training.overfitting_layers import Dropout, DropPath
from kb.training.overfitting_weight_decay import adam, sgd

pytestmark = pytest.mark.filterwarnings("error")
NAN = math.nan


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


# ---------------------------------------------------------------- L1 and L2


@pytest.mark.parametrize(
    ("w", "lam", "expected"),
    [
        pytest.param([3.0, -3.0], 1, [2, -2], id="moved by lam towards 0"),
        pytest.param([0.5, -0.5], 0.5, [0, 0], id="exactly lam away: 0"),
        pytest.param([0.25, -0.25, 0], 0.5, [0, 0, 0], id="nearer than lam: not pushed to the other side"),
        pytest.param([3, -2], 0, [3, -2], id="lam 0 changes nothing; integers become floats"),
        pytest.param([[1e4]], 1, [[9999]], id="far away the step is as long"),
    ],
)
def test_soft_threshold_by_hand(w: list, lam: float, expected: list) -> None:
    np.testing.assert_array_equal(soft_threshold(w, lam), expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_soft_threshold_is_softshrink(rng: np.random.Generator, dtype: str) -> None:
    w = rng.normal(size=(3, 5, 7)).astype(dtype)
    result = soft_threshold(w, 0.625)
    assert result.dtype == dtype
    np.testing.assert_array_equal(result, torch.nn.functional.softshrink(torch.from_numpy(w), 0.625))


@pytest.mark.parametrize("w", [-2.5, -0.7, -0.1, 0.3, 0.9, 4.0])
def test_soft_threshold_minimizes_its_objective(w: float) -> None:
    found = minimize_scalar(lambda z: (z - w) ** 2 / 2 + 0.7 * abs(z), bounds=(-5, 5), method="bounded")
    assert soft_threshold(w, 0.7) == pytest.approx(found.x, abs=1e-4)


def test_negative_lam_is_refused() -> None:
    with pytest.raises(ValueError, match="sign"):
        soft_threshold([1.0], -0.1)


def regression(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """100 rows, 20 features, of which 3 matter."""
    x = rng.normal(size=(101, 19))
    y = x @ np.r_[2.0, -1.5, 1.0, np.zeros(16)] + rng.normal(scale=0.5, size=101)
    return x, y


@pytest.mark.parametrize("lam", [0.05, 0.2, 0.8])
def test_lasso_is_that_of_scikit_learn(rng: np.random.Generator, lam: float) -> None:
    x, y = regression(rng)
    expected = Lasso(alpha=lam, fit_intercept=False, tol=1e-12, max_iter=100_000).fit(x, y).coef_
    w = lasso_proximal(x, y, lam, 2000)
    np.testing.assert_allclose(w, expected, atol=1e-8)
    np.testing.assert_array_equal(w == 0, expected == 0)


def test_subgradient_steps_give_no_exact_zero(rng: np.random.Generator) -> None:
    x, y = regression(rng)
    assert (lasso_proximal(x, y, 0.2, 2000) == 0).sum() == 16
    w = lasso_subgradient(x, y, 0.2, 2000)
    assert (w != 0).all()
    np.testing.assert_allclose(w, lasso_proximal(x, y, 0.2, 2000), atol=0.3)


@pytest.mark.parametrize("lam", [0.01, 1.0, 30.0])
def test_ridge_is_that_of_scikit_learn(rng: np.random.Generator, lam: float) -> None:
    x, y = regression(rng)
    expected = Ridge(alpha=lam * len(x), fit_intercept=False, tol=1e-12).fit(x, y).coef_
    np.testing.assert_allclose(ridge(x, y, lam), expected, rtol=1e-8)
    assert (ridge(x, y, lam) != 0).all()


@pytest.mark.parametrize("fit", [ridge, lambda x, y, lam: lasso_proximal(x, y, lam, 3)])
def test_rows_that_do_not_belong_together(fit: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        fit(np.zeros((5, 3)), np.zeros(3), 0.1)


# ---------------------------------------------------------------- label smoothing


@pytest.mark.parametrize("epsilon", [0.0, 0.1, 0.15, 1.0])
def test_smoothing_is_that_of_pytorch(rng: np.random.Generator, epsilon: float) -> None:
    logits, labels = torch.from_numpy(rng.normal(size=(7, 5))), torch.tensor([0, 3, 4, 4, 1, 2, 0])
    expected = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=epsilon)
    targets = torch.from_numpy(smooth_labels(np.eye(5)[labels], epsilon))
    own = -(targets * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
    assert float(own) == pytest.approx(float(expected), rel=1e-12)


def test_smoothed_label_of_three_classes() -> None:
    np.testing.assert_allclose(smooth_labels([[1, 0, 0]], 0.15), [[0.9, 0.05, 0.05]])


def test_gap_is_where_the_loss_is_smallest() -> None:
    targets = smooth_labels(np.eye(5)[0], 0.1)

    def loss(gap: float) -> float:
        logits = np.array([gap, 0, 0, 0, 0])
        return float(np.log(np.exp(logits).sum()) - targets @ logits)

    assert smoothed_gap(0.1, 5) == pytest.approx(
        minimize_scalar(loss, bounds=(0, 20), method="bounded").x, abs=1e-4
    )
    assert smoothed_gap(0, 5) == math.inf


def test_epsilon_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="percent"):
        smooth_labels([[1, 0]], 10)


# ---------------------------------------------------------------- dropout


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        pytest.param(0.5, [0, 0, 6, -8], id="a half: the survivors double; u = p survives"),
        pytest.param(0.75, [0, 0, 0, -16], id="three quarters"),
        pytest.param(0.0, [1, 2, 3, -4], id="nothing dropped"),
        pytest.param(1.0, [0, 0, 0, 0], id="everything dropped, no division by 0"),
    ],
)
def test_dropout_by_hand(p: float, expected: list) -> None:
    u = [0.0, 0.25, 0.5, 0.75]
    np.testing.assert_array_equal(dropout([1, 2, 3, -4], u, p), expected)
    np.testing.assert_array_equal(dropout([1, 2, 3, -4], u, p, training=False), [1, 2, 3, -4])


def test_classic_dropout_by_hand() -> None:
    u = [0.0, 0.25, 0.5, 0.75]
    np.testing.assert_array_equal(dropout_classic([1, 2, 3, -4], u, 0.5), [0, 0, 3, -4])
    np.testing.assert_array_equal(dropout_classic([1, 2, 3, -4], u, 0.5, training=False), [0.5, 1, 1.5, -2])


@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
def test_both_keep_the_mean_between_training_and_test(p: float) -> None:
    n = 1000
    u = (np.arange(n) + 0.5) / n  # every level of noise once: the mean over u is exact
    x = np.full(n, 7.0)
    for variant in (dropout, dropout_classic):
        assert variant(x, u, p).mean() == pytest.approx(variant(x, u, p, training=False).mean())
    variance = dropout(x, u, p).var()
    assert variance == pytest.approx(49 * p / (1 - p))


def test_precision_is_kept(rng: np.random.Generator) -> None:
    x = rng.normal(size=(3, 5)).astype(np.float32)
    assert dropout(x, rng.random((3, 5)), np.float64(0.3)).dtype == np.float32


def test_drop_path_drops_whole_samples(rng: np.random.Generator) -> None:
    x = rng.normal(size=(3, 2, 5))
    result = drop_path(x, [0.1, 0.5, 0.9], 0.5)
    np.testing.assert_array_equal(result, [0 * x[0], 2 * x[1], 2 * x[2]])
    assert drop_path(np.ones((0, 2)), np.ones(0), 0.5).shape == (0, 2)


@pytest.mark.parametrize("variant", [dropout, dropout_classic])
def test_dropout_refuses(variant: object) -> None:
    with pytest.raises(ValueError, match="percent"):
        variant([1.0], [0.5], 50)
    with pytest.raises(ValueError, match="one number"):
        variant(np.ones((3, 1)), np.ones(3), 0.5)


def test_drop_path_wants_one_number_for_each_sample() -> None:
    with pytest.raises(ValueError, match="sample"):
        drop_path(np.ones((3, 5)), np.ones((3, 5)), 0.5)


def test_dropout_of_inputs_is_an_l2_penalty(rng: np.random.Generator) -> None:
    """All 2⁵ masks, weighed by their probability, instead of a sample of them."""
    x, y, w, p = rng.normal(size=(7, 5)), rng.normal(size=7), rng.normal(size=5), 0.3
    total = 0.0
    for bits in range(32):
        mask = np.array([bits >> j & 1 for j in range(5)])
        weight = np.prod(np.where(mask, 1 - p, p))
        total += weight * ((x * mask / (1 - p) @ w - y) ** 2).mean()
    # Every row has its own mask in truth; the mean of the squared error of a row does not depend on the others.
    assert total - ((x @ w - y) ** 2).mean() == pytest.approx(dropout_penalty(x, w, p))


@pytest.mark.parametrize("layer", [Dropout, DropPath])
def test_modules(layer: type) -> None:
    module = layer(0.25, torch.Generator().manual_seed(3))
    x = torch.ones(1000, 7, dtype=torch.float64, requires_grad=True)
    y = module(x)
    assert set(y.unique().tolist()) == {0.0, 1 / 0.75}
    assert 0.65 < (y != 0).double().mean() < 0.85
    y.sum().backward()
    torch.testing.assert_close(x.grad, y.detach())  # the gradient passes the same mask and factor
    assert module.eval()(x) is x
    if layer is DropPath:
        assert torch.equal(y.amax(dim=1), y.amin(dim=1))
    else:
        assert not torch.equal(y.amax(dim=1), y.amin(dim=1))


@pytest.mark.parametrize("layer", [Dropout, DropPath])
def test_ends_of_p(layer: type) -> None:
    x = torch.ones(3, 5)
    assert torch.equal(layer(0.0)(x), x)
    assert torch.equal(layer(1.0)(x), torch.zeros(3, 5))
    with pytest.raises(ValueError, match="percent"):
        layer(50)


# ---------------------------------------------------------------- early stopping


@pytest.mark.parametrize(
    ("settings", "values", "expected", "best"),
    [
        pytest.param((2,), [3, 2, 4, 5, 6], [0, 0, 0, 1, 1], (2, 1), id="two worse ones in a row"),
        pytest.param(
            (2,), [3, 4, 2, 4, 4], [0, 0, 0, 0, 1], (2, 2), id="an improvement starts the count anew"
        ),
        pytest.param((1,), [3, 3], [0, 1], (3, 0), id="equal is no improvement"),
        pytest.param((1, 0.5), [3, 2.5, 2.25], [0, 1, 0], (2.25, 2), id="exactly min_delta is none, more is"),
        pytest.param((1, 0.0, "max"), [3, 4, 2], [0, 0, 1], (4, 1), id="accuracy: larger is better"),
        pytest.param((1, 0.5, "max"), [3, 3.5, 3.75], [0, 1, 0], (3.75, 2), id="min_delta upwards"),
        pytest.param((2,), [NAN, NAN, 5], [0, 1, 0], (5, 2), id="NaN first uses up patience"),
        pytest.param((2,), [5, NAN, NAN], [0, 0, 1], (5, 0), id="NaN later uses up patience"),
        pytest.param((2,), [5, 6, 7, 4, 5], [0, 0, 1, 0, 0], (4, 3), id="False again after an improvement"),
    ],
)
def test_early_stopping_by_hand(settings: tuple, values: list, expected: list, best: tuple) -> None:
    stopper = EarlyStopping(*settings)
    assert (stopper.best, stopper.best_step) == (None, None)
    assert [stopper.step(value) for value in values] == [bool(flag) for flag in expected]
    assert (stopper.best, stopper.best_step) == best


def from_the_history(
    values: list[float], patience: int, min_delta: float
) -> tuple[bool, float | None, int | None]:
    """The state after all these values, computed anew from the whole list."""
    best, step = None, None
    for i, value in enumerate(values):
        if math.isfinite(value) and (best is None or best - value > min_delta):
            best, step = value, i
    since = len(values) - 1 - (-1 if step is None else step)
    return since >= patience, best, step


def test_early_stopping_against_the_history(rng: np.random.Generator) -> None:
    for patience in (1, 2, 5):
        values = (rng.integers(0, 40, size=200) / 4 + np.linspace(10, 0, 200).round()).tolist()
        values[7:9] = [NAN, NAN]
        stopper, mirrored = EarlyStopping(patience, 0.25), EarlyStopping(patience, 0.25, "max")
        for i, value in enumerate(values):
            stop, best, step = from_the_history(values[: i + 1], patience, 0.25)
            assert (stopper.step(value), stopper.best, stopper.best_step) == (stop, best, step)
            assert (mirrored.step(-value), mirrored.best_step) == (stop, step)


def test_step_at_which_a_run_is_stopped() -> None:
    assert stopped_at([3, 2, 4, 5, 1], 2) == 3
    assert stopped_at([3, 2, 4], 2) is None
    assert stopped_at([0.5, 0.75, 0.75], 1, mode="max") == 2


def test_early_stopping_refuses() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        EarlyStopping(0)
    with pytest.raises(ValueError, match="accuracy"):
        EarlyStopping(3, mode="maximum")


# ---------------------------------------------------------------- folds


def check_folds(folds: list, count: int) -> None:
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(count))
    for train, test in folds:
        assert sorted([*train, *test]) == list(range(count))


@pytest.mark.parametrize("k", [2, 3, 5])
def test_stratified_folds(rng: np.random.Generator, k: int) -> None:
    labels = rng.choice([-3, 0, 7, 100], p=[0.6, 0.2, 0.1, 0.1], size=131)
    folds = stratified_kfold(labels, k, 5)
    check_folds(folds, 131)
    for label, count in Counter(labels.tolist()).items():
        spread = [int((labels[test] == label).sum()) for _, test in folds]
        assert sorted(spread) == sorted(count // k + (i < count % k) for i in range(k))
    theirs = StratifiedKFold(k).split(np.zeros(131), labels)
    assert sorted(len(test) for _, test in folds) == sorted(len(test) for _, test in theirs)


def test_folds_follow_the_seed() -> None:
    labels = np.repeat([0, 1], 40)
    one, same, other = (stratified_kfold(labels, 4, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(one, same, strict=True))
    assert not all(np.array_equal(a[1], b[1]) for a, b in zip(one, other, strict=True))


def test_a_class_with_fewer_rows_than_folds() -> None:
    folds = stratified_kfold([5, 5, 9, 9, 9], 5, 0)
    check_folds(folds, 5)
    assert [len(test) for _, test in folds] == [1] * 5


def test_plain_folds() -> None:
    folds = kfold(11, 3, 0)
    check_folds(folds, 11)
    assert sorted(len(test) for _, test in folds) == [3, 4, 4]


def test_groups_stay_together(rng: np.random.Generator) -> None:
    groups = rng.integers(0, 13, size=101)
    folds = group_kfold(groups, 4, 3)
    check_folds(folds, 101)
    for splitter in (folds, GroupKFold(4).split(groups, groups=groups)):
        assert all(not set(groups[train]) & set(groups[test]) for train, test in splitter)
    assert any(set(groups[a]) & set(groups[b]) for a, b in kfold(101, 4, 3))


@pytest.mark.parametrize("k", [1, 6])
def test_number_of_folds_is_checked(k: int) -> None:
    with pytest.raises(ValueError, match="expected 2 to 5"):
        stratified_kfold([1, 1, 1, 2, 2], k, 0)


def test_one_hot_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="one-hot"):
        stratified_kfold(np.eye(5), 2, 0)


# ---------------------------------------------------------------- weight decay


def with_torch(optimizer: type, gradients: np.ndarray, w: np.ndarray, **settings: float) -> np.ndarray:
    parameter = torch.nn.Parameter(torch.from_numpy(w.copy()))
    own = optimizer([parameter], **settings)
    for gradient in gradients:
        parameter.grad = torch.from_numpy(gradient.copy())
        own.step()
    return parameter.detach().numpy()


def test_optimizers_are_those_of_pytorch(rng: np.random.Generator) -> None:
    w, gradients = rng.normal(size=5), rng.normal(size=(17, 5)) * [1, 100, 0.01, 1, 1]
    for own, theirs in [
        (sgd(w, gradients, 0.1, l2=0.3), with_torch(torch.optim.SGD, gradients, w, lr=0.1, weight_decay=0.3)),
        (
            sgd(w, gradients, 0.1, l2=0.3, momentum=0.9),
            with_torch(torch.optim.SGD, gradients, w, lr=0.1, weight_decay=0.3, momentum=0.9),
        ),
        (
            adam(w, gradients, 0.1, l2=0.3),
            with_torch(torch.optim.Adam, gradients, w, lr=0.1, weight_decay=0.3),
        ),
        (
            adam(w, gradients, 0.1, decay=0.3),
            with_torch(torch.optim.AdamW, gradients, w, lr=0.1, weight_decay=0.3),
        ),
    ]:
        np.testing.assert_allclose(own, theirs, rtol=1e-6)


def test_decay_is_l2_for_plain_sgd_only(rng: np.random.Generator) -> None:
    w, gradients = rng.normal(size=5), rng.normal(size=(17, 5))
    np.testing.assert_allclose(sgd(w, gradients, 0.1, l2=0.3), sgd(w, gradients, 0.1, decay=0.3))
    for optimizer, more in [(adam, {}), (sgd, {"momentum": 0.9})]:
        l2, decay = (
            optimizer(w, gradients, 0.1, l2=0.3, **more),
            optimizer(w, gradients, 0.1, decay=0.3, **more),
        )
        assert abs(l2 - decay).max() > 0.01


# ---------------------------------------------------------------- bias and variance


def test_bias_and_variance_add_up(rng: np.random.Generator) -> None:
    predictions, truth = rng.normal(size=(11, 7)) + 1e4, rng.normal(size=7) + 1e4
    bias2, variance = bias_variance(predictions, truth)
    assert bias2 + variance == pytest.approx(((predictions - truth) ** 2).mean())


@pytest.mark.parametrize(
    ("predictions", "expected"),
    [
        pytest.param([[3, 3], [3, 3]], (4, 0), id="always the same and wrong: bias only"),
        pytest.param([[0, 4], [2, -2]], (0, 5), id="right on average: variance only"),
    ],
)
def test_bias_and_variance_by_hand(predictions: list, expected: tuple) -> None:
    assert bias_variance(predictions, [1, 1]) == expected


def test_predictions_need_a_truth() -> None:
    with pytest.raises(ValueError, match="truth"):
        bias_variance(np.zeros((3, 5)), np.zeros(3))


def test_min_norm_fit_is_where_gradient_descent_from_0_ends(rng: np.random.Generator) -> None:
    features, y = rng.normal(size=(5, 11)), rng.normal(size=5)
    w = np.zeros(11)
    for _ in range(20000):
        w -= 0.03 * features.T @ (features @ w - y)
    np.testing.assert_allclose(min_norm_fit(features, y), w, atol=1e-9)
