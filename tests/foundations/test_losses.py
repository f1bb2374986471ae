"""The proof of ``kb.foundations.losses`` and its relatives: hand cases, PyTorch, finite differences, relations."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
import torch
from torch.nn import functional

from kb.foundations import losses_torch
from kb.foundations.losses import (
    binary_cross_entropy,
    focal_loss,
    focal_loss_gradient,
    smoothed_targets,
    softmax_cross_entropy,
    softplus,
)
from kb.foundations.losses_divergence import (
    cross_entropy,
    entropy,
    information,
    kl_div_reduced,
    kl_divergence,
)
from kb.foundations.losses_regression import huber, huber_gradient, l1, l2, smooth_l1
from kb.foundations.softmax import softmax
from kb.grader.cases.differences import numerical_gradient

LOG2 = float(np.log(2))


def rows(seed: int, n: int = 13, k: int = 7) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(scale=3, size=(n, k)), rng.integers(0, k, n)


# ---------------------------------------------------------------- softmax cross-entropy


@pytest.mark.parametrize("label_smoothing", [0.0, 0.15, 1.0])
@pytest.mark.parametrize("ignore_index", [-100, 2])
@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_cross_entropy_agrees_with_torch(library: str, label_smoothing: float, ignore_index: int) -> None:
    logits, targets = rows(0)
    targets[3] = ignore_index
    given = torch.tensor(logits, requires_grad=True)
    theirs = functional.cross_entropy(
        given, torch.tensor(targets), label_smoothing=label_smoothing, ignore_index=ignore_index
    )
    theirs.backward()
    if library == "numpy":
        loss, dlogits = softmax_cross_entropy(logits, targets, label_smoothing, ignore_index)
    else:
        own = torch.tensor(logits, requires_grad=True)
        value, written = losses_torch.softmax_cross_entropy(
            own, torch.tensor(targets), label_smoothing, ignore_index
        )
        value.backward()
        np.testing.assert_allclose(own.grad.numpy(), written.numpy(), atol=1e-14)
        loss, dlogits = float(value.detach()), written.numpy()
    assert loss == pytest.approx(float(theirs.detach()), rel=1e-12)
    np.testing.assert_allclose(dlogits, given.grad.numpy(), atol=1e-14)


@pytest.mark.parametrize(
    ("logits", "targets", "options", "expected"),
    [
        pytest.param([[0, 0]], [1], {}, LOG2, id="two equal logits: ln 2"),
        pytest.param([[0] * 10], [3], {}, np.log(10), id="ten equal logits: ln 10"),
        pytest.param([[1e4, -1e4]], [0], {}, 0.0, id="sure and right: 0"),
        pytest.param([[1e4, -1e4]], [1], {}, 2e4, id="sure and wrong: the gap"),
        pytest.param([[1e4, -1e4]], [0], {"label_smoothing": 0.2}, 2e3, id="smoothing punishes certainty"),
        pytest.param([[0, 0], [1e4, -1e4]], [1, -100], {}, LOG2, id="an ignored row leaves the mean"),
        pytest.param([[0, 0], [5, 1]], [1, 0], {"ignore_index": 0}, LOG2, id="class 0 is ignored"),
        pytest.param([[3, 1]], [-100], {}, 0.0, id="all ignored"),
    ],
)
def test_cross_entropy_by_hand(logits: object, targets: object, options: dict, expected: float) -> None:
    loss, dlogits = softmax_cross_entropy(np.array(logits, float), np.array(targets), **options)
    assert loss == pytest.approx(expected, abs=1e-9)
    assert np.isfinite(dlogits).all()


def test_no_rows() -> None:
    loss, dlogits = softmax_cross_entropy(np.zeros((0, 5)), np.zeros(0, int))
    assert loss == 0
    assert dlogits.shape == (0, 5)


@pytest.mark.parametrize("label_smoothing", [0.0, 0.3])
def test_gradient_by_finite_differences_and_sums_to_zero(label_smoothing: float) -> None:
    logits, targets = rows(1)
    targets[4] = -100
    _, dlogits = softmax_cross_entropy(logits, targets, label_smoothing)
    expected = numerical_gradient(
        lambda x: np.array([softmax_cross_entropy(x, targets, label_smoothing)[0]]), logits, np.ones(1)
    )
    np.testing.assert_allclose(dlogits, expected, atol=1e-8)
    np.testing.assert_allclose(dlogits.sum(axis=1), 0, atol=1e-15)
    assert not dlogits[4].any()


def test_float32_keeps_its_digits_at_1e4() -> None:
    logits, targets = rows(2)
    logits = np.round(8 * logits) / 8  # exact in float32, with the offset
    exact, _ = softmax_cross_entropy(logits, targets)
    loss, dlogits = softmax_cross_entropy((logits + 1e4).astype(np.float32), targets)
    assert loss == pytest.approx(exact, rel=1e-6)
    assert dlogits.dtype == np.float32


def test_smoothed_optimum_has_a_finite_gap() -> None:
    """At softmax = target the gradient is 0: the gap is ln((1 - e + e/K) / (e/K)) = ln(K(1-e)/e + 1)."""
    wanted = smoothed_targets([0], 10, 0.1)
    logits = np.log(wanted)
    assert logits[0, 0] - logits[0, 1] == pytest.approx(np.log(10 * 0.9 / 0.1 + 1))
    loss, dlogits = softmax_cross_entropy(logits, [0], 0.1)
    np.testing.assert_allclose(dlogits, 0, atol=1e-15)
    assert loss == pytest.approx(float(entropy(wanted)[0]))


def test_two_conventions_of_smoothing() -> None:
    """0.9, 0.05, 0.05: epsilon 0.15 over all K classes, or 0.1 over the K - 1 others."""
    np.testing.assert_allclose(smoothed_targets([0], 3, 0.15), [[0.9, 0.05, 0.05]])
    np.testing.assert_allclose(smoothed_targets([0], 3, 0.1), [[0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3]])


@pytest.mark.parametrize(
    ("logits", "targets", "slip"),
    [
        ([[0.0, 1.0]], [2], "not in 0 to 1"),
        ([[0.0, 1.0]], [-1], "not in 0 to 1"),
        ([[0.0, 1.0]], [0, 1], "expected"),
    ],
)
def test_cross_entropy_inputs_are_checked(logits: object, targets: object, slip: str) -> None:
    with pytest.raises(ValueError, match=slip):
        softmax_cross_entropy(np.array(logits), np.array(targets))


# ---------------------------------------------------------------- binary and focal

LOGITS = np.array([-100, -30, -5, -1, 0, 0.5, 3, 30, 100.0])


@pytest.mark.parametrize("target", [0.0, 1.0, 0.3])
def test_binary_cross_entropy(target: float) -> None:
    targets = np.full_like(LOGITS, target)
    theirs = functional.binary_cross_entropy_with_logits(
        torch.tensor(LOGITS), torch.tensor(targets), reduction="none"
    )
    np.testing.assert_allclose(binary_cross_entropy(LOGITS, targets), theirs, atol=1e-14)


@pytest.mark.parametrize("alpha", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0, 2.5, 5.0])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_focal_loss_from_the_formula(alpha: float, gamma: float, target: float) -> None:
    """scipy's own expit and log_expit; the power is taken of sigmoid(-x), which keeps its digits."""
    sign, weight = (1, alpha) if target else (-1, 1 - alpha)
    p, miss = scipy.special.log_expit(sign * LOGITS), scipy.special.expit(-sign * LOGITS)
    expected = -weight * miss**gamma * p
    targets = np.full_like(LOGITS, target)
    np.testing.assert_allclose(focal_loss(LOGITS, targets, alpha, gamma), expected, rtol=1e-12, atol=1e-300)
    ours = losses_torch.focal_loss(torch.tensor(LOGITS), torch.tensor(targets), alpha, gamma)
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-300)


def test_gamma_zero_and_alpha_half_is_half_of_bce() -> None:
    targets = (LOGITS > 0).astype(float)
    np.testing.assert_allclose(
        2 * focal_loss(LOGITS, targets, 0.5, 0.0), binary_cross_entropy(LOGITS, targets), atol=1e-15
    )


@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0, 3.5])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_focal_gradient(gamma: float, target: float) -> None:
    targets = np.full_like(LOGITS, target)
    expected = numerical_gradient(lambda x: focal_loss(x, targets, 0.25, gamma), LOGITS, np.linspace(1, 2, 9))
    ours = np.linspace(1, 2, 9) * focal_loss_gradient(LOGITS, targets, 0.25, gamma)
    np.testing.assert_allclose(ours, expected, atol=1e-8)
    given = torch.tensor(LOGITS, requires_grad=True)
    losses_torch.focal_loss(given, torch.tensor(targets), 0.25, gamma).sum().backward()
    np.testing.assert_allclose(given.grad, focal_loss_gradient(LOGITS, targets, 0.25, gamma), atol=1e-14)


def test_easy_examples_of_the_paper() -> None:
    """p_t = 0.9 and gamma 2: 100 times less than cross-entropy; p_t about 0.968: about 1000 times."""
    for p, times in ((0.9, 100), (0.968, 1 / 0.032**2)):
        x = np.array([np.log(p / (1 - p))])
        ratio = binary_cross_entropy(x, [1.0]) / (2 * focal_loss(x, np.ones(1), 0.5, 2.0))
        assert float(ratio[0]) == pytest.approx(times)
        assert times == pytest.approx(round(times, -2), rel=0.03)


def test_softplus() -> None:
    np.testing.assert_allclose(softplus(LOGITS), functional.softplus(torch.tensor(LOGITS), threshold=1000))


# ---------------------------------------------------------------- regression

RESIDUAL = np.array([-1e4, -3, -2, -0.5, -0.25, 0, 0.1, 0.5, 1, 2, 5])


@pytest.mark.parametrize("delta", [0.5, 1.0, 2.0])
def test_regression_losses_agree_with_torch(delta: float) -> None:
    x, zero = torch.tensor(RESIDUAL, requires_grad=True), torch.zeros(len(RESIDUAL), dtype=torch.float64)
    theirs = functional.huber_loss(x, zero, delta=delta, reduction="none")
    theirs.sum().backward()
    np.testing.assert_allclose(huber(RESIDUAL, delta), theirs.detach())
    np.testing.assert_allclose(huber_gradient(RESIDUAL, delta), x.grad)
    theirs = functional.smooth_l1_loss(x.detach(), zero, beta=delta, reduction="none")
    np.testing.assert_allclose(smooth_l1(RESIDUAL, delta), theirs)
    np.testing.assert_allclose(huber(RESIDUAL, delta), delta * smooth_l1(RESIDUAL, delta))


def test_limits_of_the_regression_losses() -> None:
    x = torch.tensor(RESIDUAL)
    np.testing.assert_allclose(l1(RESIDUAL), functional.l1_loss(x, x * 0, reduction="none"))
    np.testing.assert_allclose(2 * l2(RESIDUAL), functional.mse_loss(x, x * 0, reduction="none"))
    np.testing.assert_allclose(smooth_l1(RESIDUAL, 0), l1(RESIDUAL))
    np.testing.assert_allclose(huber(RESIDUAL, 1e6), l2(RESIDUAL))
    with pytest.raises(ValueError, match="above 0"):
        huber(RESIDUAL, 0)


def test_means_and_medians() -> None:
    """L2 is least at the mean, L1 at the median, Huber between: one outlier of 100 among zeros and ones."""
    data, at = np.array([0, 0, 1, 1, 1, 100.0]), np.linspace(-1, 101, 10201)
    least = [at[loss(data[:, None] - at).sum(axis=0).argmin()] for loss in (l2, huber)]
    assert least[0] == pytest.approx(103 / 6, abs=0.006)
    assert 0.5 < least[1] < 1.01


# ---------------------------------------------------------------- divergence

P, Q = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.1, 0.2, 0.3, 0.4])


def test_divergences_agree_with_scipy() -> None:
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(5), 7), rng.dirichlet(np.ones(5), 7)
    np.testing.assert_allclose(entropy(p), scipy.special.entr(p).sum(axis=-1))
    np.testing.assert_allclose(kl_divergence(p, q), scipy.special.rel_entr(p, q).sum(axis=-1), atol=1e-14)
    np.testing.assert_allclose(cross_entropy(p, q), entropy(p) + kl_divergence(p, q))
    assert (cross_entropy(p, q) >= entropy(p)).all()
    assert float(kl_divergence(P, Q)) == pytest.approx(scipy.special.rel_entr(P, Q).sum())


def test_divergence_by_hand() -> None:
    assert float(entropy(np.full(8, 1 / 8))) == pytest.approx(np.log(8))
    assert float(entropy([1.0, 0.0])) == 0
    assert float(kl_divergence([0.5, 0.5], [1.0, 0.0])) == np.inf
    assert float(kl_divergence([1.0, 0.0], [0.5, 0.5])) == pytest.approx(LOG2)
    assert information([0.25, 1.0]).tolist() == pytest.approx([2 * LOG2, 0])
    assert information(0.0) == np.inf


def test_information_adds_up_and_is_not_inversely_proportional() -> None:
    assert information(0.5 * 0.1) == pytest.approx(information(0.5) + information(0.1))
    assert information(0.25) / information(0.5) == pytest.approx(2)  # 1/p would double for every halving,
    assert information(0.125) / information(0.5) == pytest.approx(3)  # and be 4 times as large here


@pytest.mark.parametrize("reduction", ["mean", "batchmean", "sum"])
@pytest.mark.filterwarnings("ignore:reduction")
def test_kl_div_of_torch(reduction: str) -> None:
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(7), 5), rng.dirichlet(np.ones(7), 5)
    p[0] = np.eye(7)[2]
    theirs = functional.kl_div(torch.tensor(np.log(q)), torch.tensor(p), reduction=reduction)
    assert kl_div_reduced(np.log(q), p, reduction) == pytest.approx(float(theirs))
    assert kl_div_reduced(np.log(q), p, "batchmean") == pytest.approx(
        7 * kl_div_reduced(np.log(q), p, "mean")
    )
    with pytest.raises(ValueError, match="batchmean, mean, sum"):
        kl_div_reduced(np.log(q), p, "none")


def test_softmax_cross_entropy_is_the_cross_entropy_of_softmax() -> None:
    logits, targets = rows(4)
    loss, _ = softmax_cross_entropy(logits, targets, 0.15)
    expected = cross_entropy(smoothed_targets(targets, 7, 0.15), softmax(logits)).mean()
    assert loss == pytest.approx(float(expected), rel=1e-12)
