"""Encoder and decoder layers of the Transformer in PyTorch, with the norm after or before each part.

Source: arXiv 1706.03762, section 3.1 to 3.3 (norm after the addition); arXiv 2002.04745, section 3 (before).

Differs:
- No dropout: the layers are as in evaluation, so that they can be compared.
- Names and shapes of the weights are those of ``torch.nn.TransformerEncoderLayer`` and ``...DecoderLayer``,
  whose ``state_dict`` loads here. Masks mean True = may be seen, the opposite of those classes.
- Batch first, (N, T, D).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

__all__ = ["DecoderLayer", "EncoderLayer", "MultiHeadAttention"]


class MultiHeadAttention(nn.Module):  # type: ignore[misc]
    """Queries from ``x``, keys and values from ``context``: self-attention when both are the same."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"{width} features do not divide into {heads} heads")
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, x: Tensor, context: Tensor, seen: Tensor | None = None) -> Tensor:
        """(N, T, D) and (N, S, D) to (N, T, D); ``seen`` broadcasts to (N, heads, T, S), True may be seen."""
        q, k, v = (
            (source @ weight.T + bias).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # (N, heads, ., d)
            for source, weight, bias in zip(
                (x, context, context), self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3), strict=True
            )
        )
        scores = q @ k.mT / math.sqrt(q.shape[-1])  # (N, heads, T, S)
        if seen is not None:
            scores = scores.masked_fill(~seen, -torch.inf)
        merged = (scores.softmax(dim=-1) @ v).transpose(1, 2).flatten(-2)  # (N, T, D)
        return self.out_proj(merged)


class EncoderLayer(nn.Module):  # type: ignore[misc]
    """Self-attention, then a feed-forward network on each token; a residual connection around each."""

    def __init__(self, width: int, heads: int, hidden: int, norm_first: bool = False) -> None:
        super().__init__()
        self.norm_first = norm_first
        self.self_attn = MultiHeadAttention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x: Tensor, seen: Tensor | None = None) -> Tensor:
        """(N, T, D) to (N, T, D)."""
        if self.norm_first:  # x itself is never normalized: gradients have a straight way down
            normed = self.norm1(x)
            x = x + self.self_attn(normed, normed, seen)
            return x + self.feed_forward(self.norm2(x))
        x = self.norm1(x + self.self_attn(x, x, seen))
        return self.norm2(x + self.feed_forward(x))

    def feed_forward(self, x: Tensor) -> Tensor:
        return self.linear2(self.linear1(x).relu())


class DecoderLayer(nn.Module):  # type: ignore[misc]
    """Causal self-attention, cross-attention to the encoder's output, feed-forward."""

    def __init__(self, width: int, heads: int, hidden: int, norm_first: bool = False) -> None:
        super().__init__()
        self.norm_first = norm_first
        self.self_attn = MultiHeadAttention(width, heads)
        self.multihead_attn = MultiHeadAttention(width, heads)
        self.linear1, self.linear2 = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))

    def forward(self, x: Tensor, memory: Tensor, seen: Tensor | None = None) -> Tensor:
        """(N, T, D) targets so far and (N, S, D) from the encoder to (N, T, D); ``seen`` hides source tokens."""
        causal = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).tril()
        if self.norm_first:
            normed = self.norm1(x)
            x = x + self.self_attn(normed, normed, causal)
            x = x + self.multihead_attn(self.norm2(x), memory, seen)
            return x + self.feed_forward(self.norm3(x))
        x = self.norm1(x + self.self_attn(x, x, causal))
        x = self.norm2(x + self.multihead_attn(x, memory, seen))
        return self.norm3(x + self.feed_forward(x))

    def feed_forward(self, x: Tensor) -> Tensor:
        return self.linear2(self.linear1(x).relu())
