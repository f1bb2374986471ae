"""PyTorch with linear layers and softmax."""

import torch
from torch.nn import functional


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    qkv = functional.linear(x, w_qkv, b_qkv).view(n, t, 3, heads, d // heads)
    q, k, v = qkv.permute(2, 0, 3, 1, 4)
    scores = q @ k.transpose(-2, -1) * (d // heads) ** -0.5
    if causal:
        future = torch.ones(t, t, dtype=torch.bool, device=x.device).triu(1)
        scores = scores.masked_fill(future, float("-inf"))
    y = scores.softmax(dim=-1) @ v
    return functional.linear(y.transpose(1, 2).reshape(n, t, d), w_out, b_out)
