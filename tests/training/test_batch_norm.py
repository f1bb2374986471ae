"""The proof of ``kb.training.batch_norm`` and its modules: torch, ONNX, finite differences, Fractions, relations."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch
from onnx import helper
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

from kb.training.batch_norm import batch_norm, batch_statistics, normalize, update_running
from kb.training.batch_norm_backward import batch_norm_backward, batch_norm_backward_stepwise
from kb.training.batch_norm_folding import fold_conv_bn
from kb.training.batch_norm_layer import BatchNorm, freeze_batch_norm
from kb.training.batch_norm_sync import merge_moments

pytestmark = pytest.mark.filterwarnings("error")

SHAPES = [(7, 3), (2, 3), (5, 3, 2, 7), (1, 3, 5, 2)]
BACKWARD = [batch_norm_backward, batch_norm_backward_stepwise]


def draw(
    shape: tuple[int, ...], seed: int = 3, offset: float = 0.0, dtype: type = np.float64
) -> dict[str, np.ndarray]:
    """x with another mean and spread in each channel, and rows that are all different."""
    rng = np.random.default_rng(seed)
    c = shape[1]
    form = (-1, *[1] * (len(shape) - 2))
    x = rng.standard_normal(shape) * rng.uniform(0.5, 3, c).reshape(form) + rng.normal(size=c).reshape(form)
    drawn = {
        "x": x + offset,
        "gamma": rng.uniform(-2, 2, c),
        "beta": rng.normal(size=c),
        "running_mean": rng.normal(size=c) + offset,
        "running_var": rng.uniform(0.3, 4, c),
    }
    return {name: value.astype(dtype) for name, value in drawn.items()}


def by_torch(drawn: dict[str, np.ndarray], training: bool, **more: float) -> list[np.ndarray]:
    tensors = {name: torch.tensor(value) for name, value in drawn.items()}
    y = functional.batch_norm(
        tensors["x"],
        tensors["running_mean"],
        tensors["running_var"],
        tensors["gamma"],
        tensors["beta"],
        training,
        **more,
    )
    return [y.numpy(), tensors["running_mean"].numpy(), tensors["running_var"].numpy()]


# ---------------------------------------------------------------- forward


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("more", [{}, {"momentum": 0.25, "eps": 0.125}, {"momentum": 1.0}, {"momentum": 0.0}])
def test_agrees_with_torch(shape: tuple[int, ...], training: bool, more: dict[str, float]) -> None:
    drawn = draw(shape)
    results = batch_norm(**drawn, training=training, **more)
    for result, expected in zip(results, by_torch(drawn, training, **more), strict=True):
        np.testing.assert_allclose(result, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_is_kept_far_from_zero(dtype: type) -> None:
    drawn = draw((11, 3, 5, 7), offset=1e4, dtype=dtype)
    exact = batch_norm(**{name: value.astype(float) for name, value in drawn.items()}, training=True)
    for result, expected in zip(batch_norm(**drawn, training=True), exact, strict=True):
        assert result.dtype == dtype
        # The mean is rounded to half a step of numbers near 10,000, measured in standard deviations of 0.5 or more.
        np.testing.assert_allclose(result, expected, rtol=1e-5, atol=8 * 1e4 * np.finfo(dtype).eps)


def test_onnx_agrees_but_keeps_the_biased_variance() -> None:
    """ONNX's momentum weighs the old value, and its running variance is not corrected."""
    drawn = draw((5, 3, 2, 7), dtype=np.float32)
    node = helper.make_node(
        "BatchNormalization",
        ["x", "gamma", "beta", "running_mean", "running_var"],
        ["y", "mean", "var"],
        training_mode=1,
        momentum=0.9,
    )
    floats = [helper.make_tensor_value_info(name, 1, None) for name in drawn]
    outputs = [helper.make_tensor_value_info(name, 1, None) for name in ("y", "mean", "var")]
    graph = helper.make_graph([node], "one", floats, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    y, mean, var = ReferenceEvaluator(model).run(None, drawn)
    results = batch_norm(**drawn, training=True, momentum=0.1)
    np.testing.assert_allclose(results[0], y, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(results[1], mean, rtol=1e-5, atol=1e-6)
    new = (results[2] - 0.9 * drawn["running_var"]) * (69 / 70) + 0.9 * drawn["running_var"]  # 70 values each
    np.testing.assert_allclose(new, var, rtol=1e-5)


@pytest.mark.parametrize(
    ("x", "mean", "var"),
    [
        pytest.param([0, 2], 1, 1, id="two values: half their distance, squared"),
        pytest.param([0, 0, 3], 1, 2, id="4 + 1 + 1 over 3"),
        pytest.param([5, 5, 5, 5], 5, 0, id="constant"),
        pytest.param([1, 2, 3, 4, 5, 6, 7], 4, 4, id="(49 - 1) / 12"),
        pytest.param([1e8, 1e8 + 2], 1e8 + 1, 1, id="far from 0: E[x²] - E[x]² is 0 here"),
    ],
)
def test_statistics_by_hand(x: list[float], mean: float, var: float) -> None:
    found = batch_statistics(np.array(x, float)[:, None])
    assert (found[0].tolist(), found[1].tolist(), found[2]) == ([mean], [var], len(x))
    square = batch_statistics(np.array(x, float).reshape(1, 1, 1, -1))
    assert (square[0].tolist(), square[1].tolist(), square[2]) == ([mean], [var], len(x))


def test_by_hand_with_fractions() -> None:
    """Channel values 0, 0, 3: mean 1, variance 2, unbiased 3. eps 2 makes the root exactly 2."""
    y, mean, var = batch_norm(
        [[0.0], [0.0], [3.0]], [4], [7], [10], [1], training=True, momentum=0.25, eps=2.0
    )
    assert y.ravel().tolist() == [7 - 2, 7 - 2, 7 + 4]
    assert mean[0] == Fraction(3, 4) * 10 + Fraction(1, 4) * 1
    assert var[0] == Fraction(3, 4) * 1 + Fraction(1, 4) * 3


def test_in_evaluation_a_row_does_not_see_its_batch() -> None:
    drawn = draw((5, 3, 2, 7))
    whole, mean, var = batch_norm(**drawn, training=False)
    alone, _, _ = batch_norm(**drawn | {"x": drawn["x"][2:3]}, training=False)
    np.testing.assert_array_equal(whole[2:3], alone)
    np.testing.assert_array_equal(mean, drawn["running_mean"])
    np.testing.assert_array_equal(var, drawn["running_var"])
    trained, _, _ = batch_norm(**drawn, training=True)
    other, _, _ = batch_norm(
        **drawn | {"x": drawn["x"] * np.array([1, 1, 1, 1, 9])[:, None, None, None]}, training=True
    )
    assert np.abs(trained[2] - other[2]).min() > 1e-3, "in training every row sees the others"


def test_shift_and_scale_of_the_input_are_forgotten() -> None:
    """So a bias before batch norm does nothing, and neither does the length of the weights."""
    drawn = draw((7, 3, 2, 5))
    y = batch_norm(**drawn, training=True, eps=0.0)[0]
    moved = drawn | {"x": 4 * drawn["x"] + np.array([5.0, -3, 100])[:, None, None]}
    np.testing.assert_allclose(batch_norm(**moved, training=True, eps=0.0)[0], y, rtol=1e-9, atol=1e-10)


def test_the_normalization_can_be_undone() -> None:
    drawn = draw((7, 3, 2, 5))
    mean, var, _ = batch_statistics(drawn["x"])
    undone = drawn | {"gamma": np.sqrt(var + 1e-5), "beta": mean}
    np.testing.assert_allclose(batch_norm(**undone, training=True)[0], drawn["x"], rtol=1e-12, atol=1e-13)


def test_the_shape_of_the_distribution_stays() -> None:
    """Not "BN makes the data normal": skewness is what it was, that of an exponential is 2."""
    x = np.random.default_rng(5).exponential(size=(200_000, 1))
    y = batch_norm(x, [1], [0], [0], [1], training=True, eps=0.0)[0]
    assert abs(y.mean()) < 1e-12
    assert abs(y.std() - 1) < 1e-12
    assert abs((y**3).mean() - 2) < 0.05
    centered = x - x.mean()
    np.testing.assert_allclose((y**3).mean(), (centered**3).mean() / x.std() ** 3, rtol=1e-10)


def test_of_two_values_only_the_sign_is_left() -> None:
    x = np.random.default_rng(7).normal(size=(2, 5))
    y = batch_norm(x, np.ones(5), np.zeros(5), np.zeros(5), np.ones(5), training=True, eps=0.0)[0]
    np.testing.assert_allclose(y, np.sign(x - x.mean(axis=0)), rtol=1e-12)


@pytest.mark.parametrize("count", [2, 3, 10, 65])
def test_the_largest_value_there_can_be(count: int) -> None:
    """One value apart from all others is as far out as a value can be: sqrt(n - 1)."""
    x = np.zeros((count, 1))
    x[0] = 1
    y = batch_norm(x, [1], [0], [0], [1], training=True, eps=0.0)[0]
    np.testing.assert_allclose(y.max(), np.sqrt(count - 1), rtol=1e-12)


def test_running_values_approach_those_of_the_data() -> None:
    mean = var = np.array([0.0])
    for _ in range(60):
        mean, var = update_running(mean, [8.0], 0.1), update_running(var, [4.0], 0.1)
    np.testing.assert_allclose([mean[0], var[0]], np.array([8, 4]) * (1 - 0.9**60), rtol=1e-12)


def test_empty_batch() -> None:
    for shape in [(0, 3), (0, 3, 2, 5)]:
        drawn = draw((7, 3)) | {"x": np.zeros(shape)}
        for training in (True, False):
            y, mean, var = batch_norm(**drawn, training=training)
            assert y.shape == shape
            np.testing.assert_array_equal(mean, drawn["running_mean"])
            np.testing.assert_array_equal(var, drawn["running_var"])


def test_inputs_stay() -> None:
    drawn = draw((5, 3, 2, 7))
    for value in drawn.values():
        value.flags.writeable = False
    batch_norm(**drawn, training=True)
    batch_norm_backward(drawn["x"][::2], drawn["x"][::2], drawn["gamma"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"x": np.zeros((1, 3))}, "one value per channel", id="one row"),
        pytest.param({"x": np.zeros((1, 3, 1, 1))}, "one value per channel", id="one pixel"),
        pytest.param({"x": np.zeros((5, 7, 3))}, "expected .N, C. or", id="tokens"),
        pytest.param({"x": np.zeros((5, 2, 7, 3))}, "channels are axis 1", id="channels last"),
        pytest.param({"gamma": np.ones((1, 3, 1, 1))}, "gamma has shape", id="gamma with the axes of x"),
        pytest.param({"running_var": np.ones(1)}, "running_var has shape", id="no broadcasting"),
    ],
)
def test_errors(change: dict[str, np.ndarray], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        batch_norm(**draw((7, 3)) | change, training=True)


# ---------------------------------------------------------------- backward


@pytest.mark.parametrize("shape", [(7, 3), (2, 3), (5, 3, 2, 7), (1, 3, 5, 2)])
@pytest.mark.parametrize("backward", BACKWARD)
@pytest.mark.parametrize("eps", [1e-5, 0.5])
def test_backward_agrees_with_autograd(shape: tuple[int, ...], backward: object, eps: float) -> None:
    drawn = draw(shape, seed=11)
    dy = np.random.default_rng(13).normal(size=shape)
    x, gamma, beta = (torch.tensor(drawn[name], requires_grad=True) for name in ("x", "gamma", "beta"))
    functional.batch_norm(x, None, None, gamma, beta, True, eps=eps).backward(torch.tensor(dy))
    results = backward(dy, drawn["x"], drawn["gamma"], eps)
    for result, leaf in zip(results, (x, gamma, beta), strict=True):
        # With two rows dx is 1e-5 of its terms: the rest cancels.
        np.testing.assert_allclose(result, leaf.grad, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("backward", BACKWARD)
def test_backward_agrees_with_finite_differences(backward: object) -> None:
    drawn = draw((5, 2, 1, 3), seed=17)
    dy = np.random.default_rng(19).normal(size=(5, 2, 1, 3))
    dx = backward(dy, drawn["x"], drawn["gamma"])[0]
    for index in np.ndindex(dx.shape):
        move = np.zeros(dx.shape)
        move[index] = 1e-5
        ends = [
            (dy * batch_norm(**drawn | {"x": drawn["x"] + step}, training=True)[0]).sum()
            for step in (move, -move)
        ]
        np.testing.assert_allclose(dx[index], (ends[0] - ends[1]) / 2e-5, rtol=1e-5, atol=1e-8)


def test_dx_neither_shifts_nor_stretches() -> None:
    drawn = draw((7, 3, 2, 5), seed=23)
    dy = np.random.default_rng(29).normal(size=(7, 3, 2, 5))
    dx, dgamma, _ = batch_norm_backward(dy, drawn["x"], drawn["gamma"], eps=0.25)
    np.testing.assert_allclose(dx.sum(axis=(0, 2, 3)), 0, atol=1e-12)
    mean, var, _ = batch_statistics(drawn["x"])
    x_hat = normalize(drawn["x"], mean, var, np.ones(3), np.zeros(3), 0.25)
    # 0 but for what eps leaves: gamma / sigma * dgamma * eps / (var + eps)
    left = drawn["gamma"] / np.sqrt(var + 0.25) * dgamma * 0.25 / (var + 0.25)
    np.testing.assert_allclose((dx * x_hat).sum(axis=(0, 2, 3)), left, rtol=1e-10)
    exact = batch_norm_backward(dy, drawn["x"], drawn["gamma"], eps=0.0)[0]
    np.testing.assert_allclose((exact * drawn["x"]).sum(axis=(0, 2, 3)), 0, atol=1e-11)


def test_backward_of_a_constant_and_of_x_hat_is_zero() -> None:
    drawn = draw((7, 3), seed=31)
    for dy in (np.full((7, 3), 5.0), drawn["x"] * 2 - 1):
        np.testing.assert_allclose(batch_norm_backward(dy, drawn["x"], drawn["gamma"], 0.0)[0], 0, atol=1e-12)


def test_backward_of_larger_inputs_is_smaller() -> None:
    drawn, dy = draw((7, 3), seed=37), np.random.default_rng(41).normal(size=(7, 3))
    once, thrice = (batch_norm_backward(dy, k * drawn["x"], drawn["gamma"], 0.0)[0] for k in (1, 3))
    np.testing.assert_allclose(thrice, once / 3, rtol=1e-10)


def test_backward_of_nothing() -> None:
    for shape in [(0, 3), (0, 3, 2, 5)]:
        dx, dgamma, dbeta = batch_norm_backward(np.zeros(shape), np.zeros(shape), np.ones(3))
        assert dx.shape == shape
        assert dgamma.tolist() == dbeta.tolist() == [0, 0, 0]


@pytest.mark.parametrize("backward", BACKWARD)
def test_backward_errors(backward: object) -> None:
    with pytest.raises(ValueError, match="dy is the gradient in y"):
        backward(np.zeros((5, 3)), np.zeros((7, 3)), np.ones(3))
    with pytest.raises(ValueError, match="dy has shape"):
        backward(np.zeros(3), np.zeros((7, 3)), np.ones(3))


# ---------------------------------------------------------------- folding, merging, the module


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("groups", [1, 3])
def test_folding_changes_nothing(bias: bool, groups: int) -> None:
    rng = np.random.default_rng(43)
    conv = torch.nn.Conv2d(6, 9, (3, 2), padding=(1, 0), groups=groups, bias=bias, dtype=torch.float64)
    x = torch.tensor(rng.normal(size=(2, 6, 7, 5)))
    rows = [torch.tensor(rng.uniform(0.5, 2, 9)) * s for s in (-1, 1, 1, 1)]
    gamma, beta, mean, var = rows
    expected = functional.batch_norm(conv(x), mean, var, gamma, beta, False, eps=0.125)
    given = [None if conv.bias is None else conv.bias.detach().numpy(), *(row.numpy() for row in rows)]
    weight, shift = fold_conv_bn(conv.weight.detach().numpy(), *given, eps=0.125)
    folded = functional.conv2d(x, torch.tensor(weight), torch.tensor(shift), padding=(1, 0), groups=groups)
    np.testing.assert_allclose(folded.detach(), expected.detach(), rtol=1e-11, atol=1e-12)


def test_folding_agrees_with_torch_fusion() -> None:
    rng = np.random.default_rng(47)
    weight, bias = rng.normal(size=(5, 3, 2, 2)), rng.normal(size=5)
    gamma, beta, mean, var = (rng.uniform(0.5, 2, 5) for _ in range(4))
    fused = torch.nn.utils.fusion.fuse_conv_bn_weights(
        *(torch.tensor(each) for each in (weight, bias, mean, var)),
        1e-5,
        torch.tensor(gamma),
        torch.tensor(beta),
    )
    for result, expected in zip(fold_conv_bn(weight, bias, gamma, beta, mean, var), fused, strict=True):
        np.testing.assert_allclose(result, expected.detach(), rtol=1e-12)


def test_folding_errors() -> None:
    row = np.ones(5)
    with pytest.raises(ValueError, match="gamma has shape"):
        fold_conv_bn(np.ones((3, 5, 2, 2)), None, row, row, row, row)
    with pytest.raises(ValueError, match=r"expected .O, I, kh, kw."):
        fold_conv_bn(np.ones((5, 3)), None, row, row, row, row)


def test_merged_moments_are_those_of_all_values() -> None:
    rng = np.random.default_rng(53)
    parts = [rng.normal(k, 1 + k, size=(n, 3, 2, 5)) for k, n in enumerate([2, 7, 1, 3])]
    each = [batch_statistics(part) for part in parts]
    mean, var = merge_moments(*(np.array(column) for column in zip(*each, strict=True)))
    expected = batch_statistics(np.concatenate(parts))
    np.testing.assert_allclose(mean, expected[0], rtol=1e-12)
    np.testing.assert_allclose(var, expected[1], rtol=1e-12)
    assert np.all(var > np.mean([one[1] for one in each], axis=0)), "the average of variances is too small"


def test_merged_moments_by_hand_and_errors() -> None:
    mean, var = merge_moments([[0.0], [4.0]], [[1.0], [1.0]], [2, 2])
    assert (mean.tolist(), var.tolist()) == ([2], [1 + 4])
    mean, var = merge_moments([[9.0], [4.0]], [[1.0], [3.0]], [0, 2])
    assert (mean.tolist(), var.tolist()) == ([4], [3])
    with pytest.raises(ValueError, match=r"expected .P, C. twice"):
        merge_moments([0.0, 4.0], [1.0, 1.0], [2, 2])
    with pytest.raises(ValueError, match="sum to 0"):
        merge_moments([[0.0]], [[1.0]], [0])


@pytest.mark.parametrize("shape", SHAPES)
def test_module_agrees_with_torch(shape: tuple[int, ...]) -> None:
    drawn = draw(shape)
    layer = torch.nn.BatchNorm2d if len(shape) == 4 else torch.nn.BatchNorm1d
    theirs, ours = layer(3, momentum=0.25, dtype=torch.float64), BatchNorm(3, momentum=0.25).double()
    state = {
        k: torch.tensor(drawn[n])
        for k, n in [("weight", "gamma"), ("bias", "beta"), ("running_mean",) * 2, ("running_var",) * 2]
    }
    theirs.load_state_dict(state, strict=False)
    ours.load_state_dict(state)
    for mode in (True, True, False):
        leaves = []
        for module in (theirs.train(mode), ours.train(mode)):
            x = torch.tensor(drawn["x"], requires_grad=True)
            y = module(x)
            y.pow(3).sum().backward()
            leaves.append([y, x.grad, module.weight.grad, module.bias.grad, *module.buffers()])
        for one, other in zip(*([leaf[:6] for leaf in leaves]), strict=True):
            np.testing.assert_allclose(one.detach(), other.detach(), rtol=1e-8, atol=1e-10)
    assert len(list(ours.parameters())) == len(list(ours.buffers())) == 2


def test_module_needs_two_values() -> None:
    with pytest.raises(ValueError, match="one value per channel"):
        BatchNorm(3)(torch.zeros(1, 3))
    assert BatchNorm(3).eval()(torch.zeros(1, 3)).shape == (1, 3)


def test_frozen_is_a_constant_map() -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 1), torch.nn.BatchNorm2d(3), BatchNorm(3)).train()
    freeze_batch_norm(net)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    net(torch.randn(5, 2, 3, 4, generator=torch.Generator().manual_seed(1))).sum().backward()
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())
    assert net[1].weight.grad is None
    assert net[0].weight.grad is not None
    net.train()
    assert net[1].training, "train() undoes it: freeze again after each call"


def test_eval_does_not_stop_gradients_and_no_grad_does_not_stop_the_statistics() -> None:
    layer = BatchNorm(2).eval()
    layer(torch.randn(5, 2)).sum().backward()
    assert layer.bias.grad is not None
    layer.train()
    with torch.no_grad():
        layer(torch.full((5, 2), 3.0))
    assert layer.running_mean.tolist() == pytest.approx([0.3, 0.3])


def test_dropout_before_batch_norm_shifts_the_variance() -> None:
    """With inverted dropout at p the variance in training is E[x²] / (1 - p) - E[x]², not that of evaluation."""
    rng = np.random.default_rng(59)
    x, keep = rng.normal(size=400_000), rng.random(400_000) >= 0.5
    dropped = np.where(keep, x / 0.5, 0)
    assert abs(dropped.var() / x.var() - 2) < 0.03


def test_large_gradients_of_small_weights() -> None:
    """The loss does not see the length of the weights before batch norm: the gradient is across them, and 1/k as long."""
    rng = np.random.default_rng(61)
    inputs, target = torch.tensor(rng.normal(size=(11, 5))), torch.tensor(rng.normal(size=(11, 3)))
    start = torch.tensor(rng.normal(size=(3, 5)))
    grads = []
    for k in (1, 10):
        weight = (k * start).requires_grad_()
        y = functional.batch_norm(inputs @ weight.T, None, None, training=True, eps=1e-30)
        ((y - target) ** 2).sum().backward()
        grads.append(weight.grad)
        np.testing.assert_allclose((weight.grad * weight).sum(dim=1).detach(), 0, atol=1e-10)
    np.testing.assert_allclose(grads[1], grads[0] / 10, rtol=1e-9)
