"""The proof of ``kb.attention.transformer`` and ``transformer_patches``: PyTorch's own layers, unfold, counts."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from kb.attention.attention import multi_head_attention
from kb.attention.transformer import DecoderLayer, EncoderLayer, MultiHeadAttention
from kb.attention.transformer_patches import (
    decoder_layer_parameters,
    encoder_layer_parameters,
    patch_embed,
    patches,
    vit_parameters,
)

WIDTH, HEADS, HIDDEN = 15, 3, 22


def randomized(layer: nn.Module, seed: int) -> nn.Module:
    """Every weight random, so that no norm is the identity and no bias is 0."""
    generator = torch.Generator().manual_seed(seed)
    for parameter in layer.parameters():
        nn.init.normal_(parameter, std=0.5, generator=generator)
    return layer.double().eval()


def tokens(seed: int, n: int, t: int) -> torch.Tensor:
    return torch.tensor(np.random.default_rng(seed).normal(size=(n, t, WIDTH)))


def theirs(kind: type[nn.Module], norm_first: bool) -> nn.Module:
    layer = kind(WIDTH, HEADS, HIDDEN, dropout=0.0, batch_first=True, norm_first=norm_first)
    return randomized(layer, 3)


@pytest.mark.parametrize("norm_first", [False, True], ids=["post-norm", "pre-norm"])
@pytest.mark.parametrize("padded", [False, True])
def test_encoder_layer_against_torch(norm_first: bool, padded: bool) -> None:
    layer = theirs(nn.TransformerEncoderLayer, norm_first)
    mine = EncoderLayer(WIDTH, HEADS, HIDDEN, norm_first).double()
    mine.load_state_dict(layer.state_dict())
    x = tokens(5, 2, 7)
    padding = torch.zeros(2, 7, dtype=torch.bool)
    padding[1, 4:] = padded
    expected = layer(x, src_key_padding_mask=padding)
    got = mine(x, ~padding[:, None, None, :])
    real = ~padding  # what stands in padded rows is of no meaning
    torch.testing.assert_close(got[real], expected[real], rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("norm_first", [False, True], ids=["post-norm", "pre-norm"])
def test_decoder_layer_against_torch(norm_first: bool) -> None:
    layer = theirs(nn.TransformerDecoderLayer, norm_first)
    mine = DecoderLayer(WIDTH, HEADS, HIDDEN, norm_first).double()
    mine.load_state_dict(layer.state_dict())
    x, memory = tokens(7, 2, 5), tokens(11, 2, 7)
    hidden = ~torch.ones(5, 5, dtype=torch.bool).tril()
    padding = torch.zeros(2, 7, dtype=torch.bool)
    padding[0, 5:] = True
    expected = layer(x, memory, tgt_mask=hidden, memory_key_padding_mask=padding)
    got = mine(x, memory, ~padding[:, None, None, :])
    torch.testing.assert_close(got, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("norm_first", [False, True], ids=["post-norm", "pre-norm"])
def test_gradients_agree_with_torch(norm_first: bool) -> None:
    layer = theirs(nn.TransformerEncoderLayer, norm_first).train()
    mine = EncoderLayer(WIDTH, HEADS, HIDDEN, norm_first).double()
    mine.load_state_dict(layer.state_dict())
    x, cotangent = tokens(13, 2, 7), tokens(17, 2, 7)
    for each in (layer, mine):
        (each(x) * cotangent).sum().backward()
    expected = dict(layer.named_parameters())
    for name, parameter in mine.named_parameters():
        torch.testing.assert_close(parameter.grad, expected[name].grad, rtol=1e-9, atol=1e-10)


def test_multi_head_module_agrees_with_numpy() -> None:
    layer = randomized(MultiHeadAttention(WIDTH, HEADS), 19)
    x = tokens(23, 2, 7)
    weights = [layer.in_proj_weight, layer.in_proj_bias, layer.out_proj.weight, layer.out_proj.bias]
    expected = multi_head_attention(x.numpy(), *(w.detach().numpy() for w in weights), HEADS)
    np.testing.assert_allclose(layer(x, x).detach(), expected, rtol=1e-11, atol=1e-12)


def test_the_decoder_does_not_see_the_future_but_all_of_the_source() -> None:
    layer = randomized(DecoderLayer(WIDTH, HEADS, HIDDEN), 29)
    x, memory = tokens(31, 1, 5), tokens(37, 1, 7)
    before = layer(x, memory)
    later, source = x.clone(), memory.clone()
    later[:, 3:] += 5
    source[:, 6] += 5
    torch.testing.assert_close(layer(later, memory)[:, :3], before[:, :3], rtol=0, atol=0)
    assert (layer(x, source) - before).abs().amax(dim=-1).min() > 1e-3, "every target token"


def last_gradient(norm_first: bool, depth: int) -> float:
    """Norm of the gradient in the last feed-forward weights at initialization, mean of four seeds."""
    norms = []
    for seed in range(4):
        torch.manual_seed(seed)
        layers = [EncoderLayer(32, 4, 128, norm_first) for _ in range(depth)]
        for layer in layers:
            for parameter in layer.parameters():
                if parameter.dim() > 1:
                    nn.init.xavier_uniform_(parameter)
        head = nn.Linear(32, 50)
        x, y = torch.randn(4, 8, 32), torch.randint(0, 50, (32,))
        for layer in layers:
            x = layer(x)
        if norm_first:
            x = functional.layer_norm(x, (32,))  # pre-norm models end with a norm
        functional.cross_entropy(head(x).flatten(0, 1), y).backward()
        norms.append(float(layers[-1].linear2.weight.grad.norm()))
    return sum(norms) / 4


def test_pre_norm_makes_the_last_gradient_fall_with_the_depth_and_post_norm_does_not() -> None:
    """Theorem 1 of arXiv 2002.04745: with the depth L it stays in post-norm and falls like 1/sqrt(L) in pre-norm."""
    assert 0.8 < last_gradient(False, 16) / last_gradient(False, 4) < 1.25
    assert 0.4 < last_gradient(True, 16) / last_gradient(True, 4) < 0.6


@pytest.mark.parametrize(("width", "hidden"), [(15, 22), (512, 2048), (768, 3072)])
def test_parameter_counts_against_torch(width: int, hidden: int) -> None:
    heads = 3 if width == 15 else 8
    for kind, mine, count in (
        (nn.TransformerEncoderLayer, EncoderLayer, encoder_layer_parameters),
        (nn.TransformerDecoderLayer, DecoderLayer, decoder_layer_parameters),
    ):
        with torch.device("meta"):
            sizes = [
                sum(p.numel() for p in layer.parameters())
                for layer in (kind(width, heads, hidden), mine(width, heads, hidden))
            ]
        assert sizes == [count(width, hidden)] * 2


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        pytest.param((224, 16, 768, 12, 3072, 1000), 86_567_656, id="ViT-B/16, as torchvision says"),
        pytest.param((224, 32, 768, 12, 3072, 1000), 88_224_232, id="ViT-B/32"),
        pytest.param((224, 16, 1024, 24, 4096, 1000), 304_326_632, id="ViT-L/16"),
    ],
)
def test_parameters_of_vit(sizes: tuple[int, ...], expected: int) -> None:
    assert vit_parameters(*sizes) == expected


# ---------------------------------------------------------------- patches


def test_patches_by_hand() -> None:
    image = np.arange(4 * 6).reshape(1, 1, 4, 6)
    assert patches(image, 2)[0].tolist() == [
        [0, 1, 6, 7],
        [2, 3, 8, 9],
        [4, 5, 10, 11],
        [12, 13, 18, 19],
        [14, 15, 20, 21],
        [16, 17, 22, 23],
    ]


@pytest.mark.parametrize("patch", [1, 2, 5])
def test_patch_embed_is_a_convolution_and_unfold_plus_linear(patch: int) -> None:
    rng = np.random.default_rng(53)
    x, weight = rng.normal(size=(2, 3, 2 * patch, 7 * patch)), rng.normal(size=(11, 3, patch, patch))
    bias = rng.normal(size=11)
    got = patch_embed(x, weight, bias, patch)
    assert got.shape == (2, 14, 11)
    image, w, b = map(torch.tensor, (x, weight, bias))
    conv = functional.conv2d(image, w, b, stride=patch).flatten(2).transpose(1, 2)
    np.testing.assert_allclose(got, conv, rtol=1e-11, atol=1e-12)
    unfolded = functional.linear(
        functional.unfold(image, patch, stride=patch).transpose(1, 2), w.flatten(1), b
    )
    np.testing.assert_allclose(got, unfolded, rtol=1e-11, atol=1e-12)


def test_errors() -> None:
    with pytest.raises(ValueError, match="30 x 32"):
        patches(np.zeros((1, 3, 30, 32)), 16)
    with pytest.raises(ValueError, match="10 features"):
        MultiHeadAttention(10, 3)
