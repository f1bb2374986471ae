"""The proof of ``kb.foundations.softmax``: hand cases, 60-digit decimals, scipy, onnx, PyTorch, slopes."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from kb.foundations.softmax import log_softmax, logsumexp, softmax, softmax_backward

pytestmark = pytest.mark.filterwarnings("error")

PROPERTY = settings(max_examples=80, deadline=None, database=None, derandomize=True)
INF = np.inf


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, 0, 0, 0], [1 / 4] * 4, id="equal logits: uniform"),
        pytest.param([np.log(1), np.log(2), np.log(5)], [1 / 8, 2 / 8, 5 / 8], id="logarithms of 1, 2, 5"),
        pytest.param([1e4, 1e4], [1 / 2, 1 / 2], id="1e4: exp overflows without the shift"),
        pytest.param([-1e4, -1e4], [1 / 2, 1 / 2], id="-1e4: all exps are 0 without the shift"),
        pytest.param([1e4, 0, -1e4], [1, 0, 0], id="1e4, 0, -1e4: one takes all"),
        pytest.param([-INF, 0, 0], [0, 1 / 2, 1 / 2], id="-inf gets 0"),
        pytest.param([-INF, -1e4, -INF], [0, 1, 0], id="-inf but for one"),
        pytest.param([7], [1], id="one entry"),
    ],
)
def test_softmax_by_hand(x: list[float], expected: list[float], dtype: type) -> None:
    result = softmax(np.array(x, dtype))
    assert result.dtype == dtype
    np.testing.assert_allclose(result, expected, rtol=4 * np.finfo(dtype).eps, atol=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([1000, 0, -1000], [0, -1000, -2000], id="log(softmax(x)) would say -inf"),
        pytest.param([1e4, 0, -1e4], [0, -1e4, -2e4], id="the same at 1e4"),
        pytest.param([0, 0], [-np.log(2)] * 2, id="uniform"),
        pytest.param(
            [1e4, 1e4], [-np.log(2)] * 2, id="uniform at 1e4: x - logsumexp(x) is off by 2e-4 in float32"
        ),
        pytest.param([-INF, 0], [-INF, 0], id="-inf stays"),
        pytest.param([-INF, -1e4, -1e4], [-INF, -np.log(2), -np.log(2)], id="-inf stays at -1e4"),
        pytest.param([3], [0], id="one entry"),
    ],
)
def test_log_softmax_by_hand(x: list[float], expected: list[float], dtype: type) -> None:
    result = log_softmax(np.array(x, dtype))
    assert result.dtype == dtype
    np.testing.assert_allclose(result, expected, rtol=4 * np.finfo(dtype).eps, atol=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([0, 0, 0], np.log(3), id="logarithm of the count"),
        pytest.param([np.log(2), np.log(5)], np.log(7), id="log 2 and log 5: log 7"),
        pytest.param([1e4, 0], 1e4, id="the maximum wins at 1e4"),
        pytest.param([-1e4, -1e4], -1e4 + np.log(2), id="not the logarithm of 0 at -1e4"),
        pytest.param([-INF, 2], 2, id="-inf adds nothing"),
        pytest.param([-INF, -INF], -INF, id="only -inf: the logarithm of 0"),
        pytest.param([INF, 1e4], INF, id="+inf"),
        pytest.param([-3], -3, id="one entry"),
    ],
)
def test_logsumexp_by_hand(x: list[float], expected: float, dtype: type) -> None:
    result = logsumexp(np.array(x, dtype))
    assert result.shape == ()
    assert result.dtype == dtype
    np.testing.assert_allclose(result, expected, rtol=4 * np.finfo(dtype).eps, atol=0)


def in_decimals(x: np.ndarray) -> tuple[list[float], list[float], float]:
    """Softmax, log-softmax and log-sum-exp of a vector with 60 digits and a range that nothing overflows."""
    with localcontext() as context:
        context.prec = 60
        exps = [Decimal(float(value)).exp() for value in x]
        total = sum(exps)
        shares = [e / total for e in exps]
        return [float(s) for s in shares], [float(s.ln()) for s in shares], float(total.ln())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("offset", [0.0, 1e4, -1e4])
@pytest.mark.parametrize("spread", [0.5, 20.0, 300.0])
def test_agrees_with_sixty_digits(dtype: type, offset: float, spread: float) -> None:
    rng = np.random.default_rng(83)
    x = (offset + spread * rng.standard_normal(23)).astype(dtype)
    eps = np.finfo(dtype).eps
    shares, logs, total = in_decimals(x)
    visible = np.array(shares) > np.finfo(dtype).tiny
    # exp turns the rounding of its argument (half a unit of |x - max|) into a relative error of the result.
    rtol = eps * (8 + float(x.max() - x.min()))
    np.testing.assert_allclose(softmax(x)[visible], np.array(shares)[visible], rtol=rtol, atol=0)
    # The result is rounded to its own size; next to 0 the logarithm of a sum near 1 is good to a few eps.
    np.testing.assert_allclose(log_softmax(x), logs, rtol=4 * eps, atol=8 * eps)
    np.testing.assert_allclose(logsumexp(x), total, rtol=4 * eps, atol=8 * eps)
    assert spread < 300 or np.count_nonzero(visible) < 23, "the widest draw must underflow"


SHAPE = (2, 3, 5, 7)


@pytest.mark.parametrize("axis", [0, 1, 2, 3, -1, -2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_agrees_with_scipy_onnx_and_torch(axis: int, dtype: type) -> None:
    rng = np.random.default_rng(89)
    x = (3 * rng.standard_normal(SHAPE)).astype(dtype)
    x[0, 1, 2, 3] = x[1, :, 4, 0] = -INF
    x[:, :, 4, 0] = x[:, 2, 1, :] = 5  # ties, and no slice of only -inf along any axis
    x[0, 0, 0, 0], x[1, 2, 3, 4] = 90, -90
    oracles = {
        "scipy": (scipy.special.softmax(x, axis=axis), scipy.special.log_softmax(x, axis=axis)),
        "onnx": (run_onnx("Softmax", x, axis), run_onnx("LogSoftmax", x, axis, ignore="divide")),
        "torch": tuple(f(torch.from_numpy(x), dim=axis).numpy() for f in (torch.softmax, torch.log_softmax)),
    }
    eps = np.finfo(dtype).eps
    for name, (shares, logs) in oracles.items():
        # A relative error of eps in each exponent of up to 180, on either side.
        np.testing.assert_allclose(softmax(x, axis), shares, rtol=200 * eps, atol=0, err_msg=name)
        if name == "onnx":  # it takes the logarithm of softmax: what underflows there is lost
            logs = np.where(shares == 0, log_softmax(x, axis), logs)
        np.testing.assert_allclose(log_softmax(x, axis), logs, rtol=8 * eps, atol=8 * eps, err_msg=name)
    total = logsumexp(x, axis)
    assert total.shape == tuple(np.delete(SHAPE, axis))
    np.testing.assert_allclose(total, scipy.special.logsumexp(x, axis=axis), rtol=4 * eps, atol=4 * eps)
    np.testing.assert_allclose(total, torch.logsumexp(torch.from_numpy(x), axis), rtol=4 * eps, atol=4 * eps)


def run_onnx(operator: str, x: np.ndarray, axis: int, ignore: str = "") -> np.ndarray:
    kind = helper.np_dtype_to_tensor_dtype(x.dtype)
    assert kind in (TensorProto.FLOAT, TensorProto.DOUBLE)
    graph = helper.make_graph(
        [helper.make_node(operator, ["x"], ["y"], axis=axis)],
        "one",
        [helper.make_tensor_value_info("x", kind, x.shape)],
        [helper.make_tensor_value_info("y", kind, x.shape)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    with np.errstate(**{ignore: "ignore"} if ignore else {}):
        return ReferenceEvaluator(model).run(None, {"x": x})[0]


@pytest.mark.parametrize("count", [2, 10, 1000])
def test_log_softmax_in_float32_at_ten_thousand(count: int) -> None:
    rng = np.random.default_rng(97)
    # Multiples of 1/512 are exact at 10,000 in float32: nothing but our own arithmetic can go wrong.
    x = (1e4 + rng.integers(-2048, 2048, (11, count)) / 512).astype(np.float32)
    exact = scipy.special.log_softmax(x.astype(np.float64), axis=-1)
    np.testing.assert_allclose(log_softmax(x), exact, rtol=1e-6, atol=1e-6)
    naive = x - logsumexp(x)[:, None]
    assert np.abs(naive - exact).max() > 1e-4, "the short way must fail here, or this shows nothing"


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("x", [[-INF, -INF], [INF, 0.0], [np.nan, 1e4]], ids=["only -inf", "+inf", "NaN"])
def test_what_has_no_softmax_is_nan_without_a_warning(function: object, x: list[float]) -> None:
    rows = np.array([x, [0, 0]])
    result = function(rows)
    assert np.isnan(result).tolist() == [[True, True], [False, False]], "the slice, and no other"
    oracle = {softmax: torch.softmax, log_softmax: torch.log_softmax}[function]
    np.testing.assert_array_equal(result, oracle(torch.from_numpy(rows), dim=-1))


def test_logsumexp_of_nan_is_nan() -> None:
    result = logsumexp([[np.nan, 1e4], [0, 0]])
    np.testing.assert_array_equal(result, [np.nan, np.log(2)])


small = st.integers(-160, 160).map(lambda n: n / 8)  # eighths: shifts by whole numbers are exact
vectors = st.lists(small, min_size=1, max_size=9).map(np.array)


@PROPERTY
@given(x=vectors, shift=st.sampled_from([-1e4, -3.0, 1024.0, 1e4]), seed=st.integers(0, 99))
def test_relations(x: np.ndarray, shift: float, seed: int) -> None:
    y, logs, total = softmax(x), log_softmax(x), logsumexp(x)
    assert np.array_equal(y, softmax(x + shift)), "a shift changes nothing"
    assert np.array_equal(logs, log_softmax(x + shift)), "here neither"
    np.testing.assert_allclose(logsumexp(x + shift), total + shift, rtol=1e-15, atol=1e-12)
    assert abs(y.sum() - 1) < 4e-16 * len(x)
    assert np.all((y > 0) & (y <= 1) & (logs <= 0))
    assert x.max() <= total <= x.max() + np.log(len(x)) + 1e-14
    np.testing.assert_allclose(np.exp(logs), y, rtol=1e-14)
    np.testing.assert_allclose(logs, x - total, rtol=0, atol=2e-14)
    order = np.argsort(x, kind="stable")
    assert np.all(np.diff(y[order]) >= 0), "a larger logit never has the smaller share"
    columns = np.stack([x, -x], axis=1)
    np.testing.assert_allclose(softmax(columns, axis=0), softmax(columns.T).T, rtol=1e-14)
    shuffle = np.random.default_rng(seed).permutation(len(x))
    np.testing.assert_allclose(softmax(x[shuffle]), y[shuffle], rtol=1e-14)


def test_two_logits_are_a_sigmoid() -> None:
    t = np.linspace(-30, 30, 41)
    pairs = np.stack([t, np.zeros_like(t)], axis=1)
    np.testing.assert_allclose(softmax(pairs)[:, 0], scipy.special.expit(t), rtol=1e-14)
    np.testing.assert_allclose(log_softmax(pairs)[:, 0], scipy.special.log_expit(t), rtol=1e-14, atol=1e-15)


def test_temperature_goes_from_uniform_to_one_hot() -> None:
    x = np.array([1.0, 3.0, 2.0])
    np.testing.assert_allclose(softmax(x / 1e9), [1 / 3] * 3, rtol=1e-8)
    np.testing.assert_allclose(softmax(x * 1e3), [0, 1, 0], atol=1e-300)


def slopes(f: object, x: np.ndarray, dy: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """Gradient in x of sum(dy * f(x)) by central differences, exact to about step²."""
    result = np.empty_like(x)
    for index in np.ndindex(x.shape):
        move = np.zeros_like(x)
        move[index] = step
        result[index] = (dy * (f(x + move) - f(x - move))).sum() / (2 * step)
    return result


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_backward_agrees_with_differences_and_torch(axis: int) -> None:
    rng = np.random.default_rng(101)
    x, dy = 2 * rng.standard_normal((2, 3, 5)), rng.standard_normal((2, 3, 5))
    y = softmax(x, axis)
    assert 0.05 < y.max(axis=axis).min() < 0.98, "a one-hot softmax has no slope to test"
    result = softmax_backward(dy, y, axis)
    np.testing.assert_allclose(result, slopes(lambda z: softmax(z, axis), x, dy), rtol=0, atol=1e-9)
    tensor = torch.tensor(x, requires_grad=True)
    torch.softmax(tensor, dim=axis).backward(torch.from_numpy(dy))
    np.testing.assert_allclose(result, tensor.grad, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(result.sum(axis=axis), 0, atol=1e-15)


def test_backward_by_hand() -> None:
    # y = (1/8, 2/8, 5/8), dy = (8, 0, 0): <dy, y> = 1, so dx = y * (7, -1, -1).
    result = softmax_backward([8, 0, 0], [1 / 8, 2 / 8, 5 / 8])
    assert result.tolist() == [7 / 8, -2 / 8, -5 / 8]
    assert softmax_backward([3, 3, 3], [1 / 8, 2 / 8, 5 / 8]).tolist() == [0, 0, 0], (
        "the sum of y is always 1"
    )
    assert softmax_backward([1, 2], softmax([-INF, 0])).tolist() == [0, 0], "no slope at -inf"


def test_the_slope_of_logsumexp_is_softmax() -> None:
    x = np.array([0.3, -1.7, 2.2, 0.9])
    np.testing.assert_allclose(slopes(logsumexp, x, np.array(1.0)), softmax(x), rtol=0, atol=1e-9)


def test_backward_refuses_to_broadcast() -> None:
    with pytest.raises(ValueError, match=r"dy has shape \(3,\) and y \(2, 3\)"):
        softmax_backward(np.zeros(3), np.full((2, 3), 1 / 3))


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.float16, np.float32, np.float64])
def test_dtypes(dtype: type) -> None:
    x = np.array([[1, 0, 3], [2, 2, 2]], dtype)  # unsigned: 0 - 3 must not be 253
    expected = np.dtype(dtype) if np.issubdtype(dtype, np.floating) else np.dtype(np.float64)
    for f in (softmax, log_softmax):
        assert f(x).dtype == expected
    assert logsumexp(x).dtype == expected
    shares, _, _ = in_decimals(x[0])
    np.testing.assert_allclose(softmax(x)[0], shares, rtol=4 * np.finfo(expected).eps)
    assert softmax_backward(x, softmax(x)).dtype == expected


def test_empty_batch() -> None:
    x = np.zeros((0, 5), np.float32)
    assert softmax(x).shape == log_softmax(x).shape == (0, 5)
    assert logsumexp(x).shape == (0,)
    assert softmax(x).dtype == log_softmax(x).dtype == logsumexp(x).dtype == np.float32


def test_inputs_may_be_read_only_and_strided_and_stay() -> None:
    rng = np.random.default_rng(103)
    x = np.asfortranarray(rng.standard_normal((7, 10)))
    before = x.copy()
    x.flags.writeable = False
    view = x[::2, ::-3]
    assert not view.flags.c_contiguous
    for f, oracle in ((softmax, scipy.special.softmax), (log_softmax, scipy.special.log_softmax)):
        np.testing.assert_allclose(f(view, 0), oracle(view, axis=0), rtol=1e-14)
        assert f(x).flags.writeable, "a result of its own, also where nothing is to be done"
    np.testing.assert_allclose(logsumexp(view, 0), scipy.special.logsumexp(view, axis=0), rtol=1e-14)
    softmax_backward(x, x)
    assert np.array_equal(x, before)


@pytest.mark.parametrize("function", [softmax, log_softmax, logsumexp])
def test_an_axis_that_is_not_there(function: object) -> None:
    with pytest.raises(ValueError, match="axis 2 is out of bounds"):
        function(np.zeros((3, 5)), axis=2)
