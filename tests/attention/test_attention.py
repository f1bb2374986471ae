"""The proof of ``kb.attention.attention`` and its neighbors: hand cases, loops, PyTorch, onnx, relations."""

from __future__ import annotations

import math

import numpy as np
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from torch.nn import functional

from kb.attention.attention import (
    attention_weights,
    merge_heads,
    multi_head_attention,
    scaled_dot_product_attention,
    split_heads,
)
from kb.attention.attention_cache import (
    KVCache,
    attention_macs,
    grouped_query_attention,
    kv_cache_bytes,
    linear_macs,
)
from kb.attention.attention_online import online_softmax_attention

pytestmark = pytest.mark.filterwarnings("error")

LN3 = math.log(3)
N, H, T, S, D, DV = 2, 3, 5, 7, 11, 13


def draw(rng: np.random.Generator, *shape: int, dtype: type = np.float64) -> np.ndarray:
    return rng.normal(0, 1.5, shape).astype(dtype)


def qkv(seed: int, t: int = T, s: int = S, dtype: type = np.float64) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    return tuple(draw(rng, N, H, *shape, dtype=dtype) for shape in ((t, D), (s, D), (s, DV)))


def by_loops(q: np.ndarray, k: np.ndarray, v: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """The definition, one query and one key at a time; (T, D), (S, D), (S, Dv), (T, S)."""
    out = np.zeros((len(q), v.shape[1]))
    for i in range(len(q)):
        weights = [
            math.exp(sum(a * b for a, b in zip(q[i], k[j], strict=True)) / math.sqrt(q.shape[1]))
            if seen[i, j]
            else 0.0
            for j in range(len(k))
        ]
        for j in range(len(k)):
            if seen[i, j]:
                out[i] += weights[j] / sum(weights) * v[j]
    return out


@pytest.mark.parametrize(
    ("q", "k", "v", "expected"),
    [
        pytest.param([[0, 0]], [[1, 2], [3, 4]], [[2], [6]], [[4]], id="a query of zeros: the mean"),
        pytest.param([[5, 7]], [[1, 2]], [[3, -1]], [[3, -1]], id="one key: its value"),
        pytest.param(
            [[2 * LN3, 0, 0, 0]],
            [[1, 0, 0, 0], [0, 0, 0, 0]],
            [[8], [0]],
            [[6]],
            id="ln 3 after 1/sqrt(4): 3/4 and 1/4",
        ),
        pytest.param(
            [[4e4]], [[1], [-1]], [[1], [0]], [[1]], id="scores of 40,000: exp overflows without the maximum"
        ),
    ],
)
def test_by_hand(q: list, k: list, v: list, expected: list) -> None:
    np.testing.assert_allclose(scaled_dot_product_attention(q, k, np.array(v, float)), expected, rtol=1e-14)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_against_loops_and_torch(causal: bool, masked: bool) -> None:
    q, k, v = qkv(3)
    rng = np.random.default_rng(5)
    mask = rng.random((N, H, T, S)) < 0.6 if masked else None
    if mask is not None:
        mask[1, 2, 3] = False  # a query that sees nothing
    got = scaled_dot_product_attention(q, k, v, mask, causal)
    seen = np.ones((N, H, T, S), bool) if mask is None else mask.copy()
    if causal:
        seen &= np.arange(S) <= np.arange(T)[:, None]
    for index in np.ndindex(N, H):
        np.testing.assert_allclose(
            got[index], by_loops(q[index], k[index], v[index], seen[index]), rtol=1e-12, atol=1e-13
        )
    theirs = functional.scaled_dot_product_attention(
        *map(torch.tensor, (q, k, v)), attn_mask=torch.tensor(seen)
    )
    np.testing.assert_allclose(got, theirs, rtol=1e-12, atol=1e-13)


def test_causal_counts_from_the_first_key_as_in_torch() -> None:
    q, k, v = qkv(7)
    got = scaled_dot_product_attention(q, k, v, causal=True)
    theirs = functional.scaled_dot_product_attention(*map(torch.tensor, (q, k, v)), is_causal=True)
    np.testing.assert_allclose(got, theirs, rtol=1e-12)


def onnx_attention(causal: int) -> bytes:
    names = ["q", "k", "v"]
    node = helper.make_node("Attention", names, ["y"], is_causal=causal)
    graph = helper.make_graph(
        [node],
        "g",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    return model.SerializeToString()


@pytest.mark.parametrize("causal", [False, True])
def test_against_onnx(causal: bool) -> None:
    q, k, v = qkv(11, t=S, dtype=np.float32)
    model = onnx_attention(int(causal))
    feeds = {"q": q, "k": k, "v": v}
    got = scaled_dot_product_attention(q, k, v, causal=causal)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, ReferenceEvaluator(model).run(None, feeds)[0], rtol=2e-5, atol=2e-6)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    np.testing.assert_allclose(got, session.run(None, feeds)[0], rtol=2e-5, atol=2e-6)


def test_weights_are_a_distribution_and_blind_queries_get_zeros() -> None:
    q, k, v = qkv(13)
    mask = np.ones((T, S), bool)
    mask[2] = False
    weights = attention_weights(q, k, mask)
    expected = np.ones((N, H, T))
    expected[..., 2] = 0
    np.testing.assert_allclose(weights.sum(-1), expected, rtol=1e-14)
    assert not scaled_dot_product_attention(q, k, v, mask)[:, :, 2].any()


def test_attention_is_permutation_equivariant_without_positions() -> None:
    """Permute the tokens, and the outputs are permuted alike: no token knows where it stands."""
    rng = np.random.default_rng(17)
    x, weights = draw(rng, 1, 7, 12), packed(rng, 12)
    order = rng.permutation(7)
    np.testing.assert_allclose(
        multi_head_attention(x[:, order], *weights, heads=3),
        multi_head_attention(x, *weights, heads=3)[:, order],
        rtol=1e-12,
    )
    causal = multi_head_attention(x[:, order], *weights, heads=3, causal=True)
    assert np.abs(causal - multi_head_attention(x, *weights, heads=3, causal=True)[:, order]).max() > 0.1


def test_order_of_keys_is_no_matter() -> None:
    q, k, v = qkv(19)
    order = np.random.default_rng(0).permutation(S)
    np.testing.assert_allclose(
        scaled_dot_product_attention(q, k[..., order, :], v[..., order, :]),
        scaled_dot_product_attention(q, k, v),
        rtol=1e-12,
    )


def test_causal_outputs_do_not_depend_on_the_future() -> None:
    q, k, v = qkv(23, t=S)
    before = scaled_dot_product_attention(q, k, v, causal=True)
    k[..., 4:, :] += 100
    v[..., 4:, :] -= 1e4
    after = scaled_dot_product_attention(q, k, v, causal=True)
    np.testing.assert_array_equal(before[..., :4, :], after[..., :4, :])
    assert np.abs(before[..., 4:, :] - after[..., 4:, :]).max() > 1000


@pytest.mark.parametrize("d", [4, 64, 1024])
def test_the_scale_keeps_the_variance_of_scores_at_one(d: int) -> None:
    rng = np.random.default_rng(d)
    scores = rng.normal(size=(500, d)) @ rng.normal(size=(500, d)).T
    assert 0.9 * d < scores.var() < 1.1 * d
    assert 0.9 < (scores / math.sqrt(d)).var() < 1.1


@pytest.mark.parametrize(("d", "raw", "scaled"), [(4, 0.49, 0.30), (64, 0.86, 0.32), (1024, 0.97, 0.32)])
def test_without_the_scale_softmax_saturates(d: int, raw: float, scaled: float) -> None:
    """The mean largest of ten weights, as the page's table has it."""
    rng = np.random.default_rng(1)
    q, k = rng.normal(size=(1000, 1, d)), rng.normal(size=(1000, 10, d))
    assert attention_weights(q, k).max(axis=-1).mean() == pytest.approx(scaled, abs=0.02)
    assert attention_weights(q * math.sqrt(d), k).max(axis=-1).mean() == pytest.approx(raw, abs=0.02)


# ---------------------------------------------------------------- multi-head


def packed(rng: np.random.Generator, d: int, dtype: type = np.float64) -> tuple[np.ndarray, ...]:
    return tuple(draw(rng, *shape, dtype=dtype) / 3 for shape in ((3 * d, d), (3 * d,), (d, d), (d,)))


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("heads", [1, 2, 5, 10])
def test_multi_head_against_torch(heads: int, causal: bool) -> None:
    rng = np.random.default_rng(29)
    x, weights = draw(rng, 3, 7, 10), packed(rng, 10)
    layer = torch.nn.MultiheadAttention(10, heads, batch_first=True, dtype=torch.float64)
    names = ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"]
    layer.load_state_dict({n: torch.tensor(w) for n, w in zip(names, weights, strict=True)})
    hidden = ~torch.ones(7, 7, dtype=torch.bool).tril() if causal else None  # theirs: True is hidden
    tokens = torch.tensor(x)
    with torch.no_grad():
        theirs, _ = layer(tokens, tokens, tokens, attn_mask=hidden)
    np.testing.assert_allclose(
        multi_head_attention(x, *weights, heads, causal), theirs, rtol=1e-12, atol=1e-13
    )


def test_the_number_of_heads_changes_the_result_and_not_the_weights() -> None:
    rng = np.random.default_rng(31)
    x, weights = draw(rng, 1, 5, 12), packed(rng, 12)
    results = [multi_head_attention(x, *weights, heads) for heads in (1, 2, 3)]
    assert np.abs(results[0] - results[1]).max() > 0.01
    assert np.abs(results[1] - results[2]).max() > 0.01


def test_split_heads() -> None:
    x = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    split = split_heads(x, 2)
    assert split.shape == (2, 2, 3, 2)
    assert split[1, 0, 2].tolist() == [20, 21], "image 1, head 0, token 2: the first half of its features"
    np.testing.assert_array_equal(merge_heads(split), x)


# ---------------------------------------------------------------- online softmax


@pytest.mark.parametrize("block", [1, 2, 3, 7, 8, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_online_is_the_same(block: int, dtype: type) -> None:
    q, k, v = qkv(37, dtype=dtype)
    got = online_softmax_attention(q, k, v, block)
    assert got.dtype == dtype
    theirs = functional.scaled_dot_product_attention(*map(torch.tensor, (q, k, v)))
    tolerance = 1e-12 if dtype == np.float64 else 2e-5
    np.testing.assert_allclose(got, theirs, rtol=tolerance, atol=tolerance / 10)


@pytest.mark.parametrize("order", [1, -1], ids=["rising", "falling"])
def test_online_with_scores_far_apart(order: int) -> None:
    """Rising scores: everything before the last block has to vanish; falling: everything after the first."""
    k = np.array([[-3e4], [-1e4], [0], [1e4], [3e4]])[::order]
    v = np.arange(5.0)[:, None]
    got = online_softmax_attention(np.ones((1, 1)), k, v, 2)
    assert got.tolist() == [[4.0 if order == 1 else 0.0]]


def test_online_never_holds_all_scores() -> None:
    """Peak memory while 20 queries look at 200,000 keys, by tracemalloc."""
    import tracemalloc

    rng = np.random.default_rng(41)
    q, k, v = rng.normal(size=(20, 2)), rng.normal(size=(200_000, 2)), rng.normal(size=(200_000, 2))
    peaks = []
    for attend in (lambda: online_softmax_attention(q, k, v, 1000), lambda: attention_weights(q, k)):
        tracemalloc.start()
        attend()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] < 3 * 20 * 1000 * 8, "three blocks of scores at most"
    assert peaks[1] > 20 * 200_000 * 8


# ---------------------------------------------------------------- cache, groups, cost


@pytest.mark.parametrize("steps", [[1] * 7, [4, 1, 1, 1], [3, 4], [7]], ids=str)
def test_cache_gives_what_causal_attention_gives(steps: list[int]) -> None:
    q, k, v = qkv(43, t=S)
    cache, out, at = KVCache(), [], 0
    for n in steps:
        new = slice(at, at + n)
        out.append(cache.attend(q[..., new, :], k[..., new, :], v[..., new, :]))
        at += n
    theirs = functional.scaled_dot_product_attention(*map(torch.tensor, (q, k, v)), is_causal=True)
    np.testing.assert_allclose(np.concatenate(out, axis=-2), theirs, rtol=1e-12)
    assert cache.k is not None and cache.k.shape == (N, H, S, D)


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_groups_against_torch(groups: int) -> None:
    rng = np.random.default_rng(47)
    q, k, v = draw(rng, 2, 6, 5, 4), draw(rng, 2, groups, 7, 4), draw(rng, 2, groups, 7, 3)
    theirs = functional.scaled_dot_product_attention(*map(torch.tensor, (q, k, v)), enable_gqa=True)
    np.testing.assert_allclose(grouped_query_attention(q, k, v), theirs, rtol=1e-12)


def test_costs() -> None:
    # 32 layers of 32 heads of 128: 4096 numbers twice, 2 bytes each, is half a MiB a token.
    assert kv_cache_bytes(32, 32, 128, 1) == 512 * 1024
    assert kv_cache_bytes(32, 8, 128, 1) == 128 * 1024
    assert attention_macs(6 * 512, 512) == linear_macs(6 * 512, 512), "equal at T = 6 D"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: attention_weights(np.ones((2, 3)), np.ones((2, 4))), "3 features", id="features"
        ),
        pytest.param(
            lambda: attention_weights(np.ones((2, 3)), np.ones((2, 3)), np.zeros((2, 2))),
            "additive",
            id="mask",
        ),
        pytest.param(lambda: split_heads(np.ones((2, 7)), 2), "7 features", id="heads"),
        pytest.param(
            lambda: online_softmax_attention([[1.0]], [[1.0]], [[1.0]], 0), "block is 0", id="block"
        ),
        pytest.param(
            lambda: grouped_query_attention(np.ones((3, 1, 1)), np.ones((2, 1, 1)), np.ones((2, 1, 1))),
            "3 query heads",
            id="groups",
        ),
    ],
)
def test_errors(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
