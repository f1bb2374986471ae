"""The weights of the attention are detached.

That is right for a plot of them, and wrong on the way to the result: x then learns through the values only, and the rows
of `w_qkv` that make queries and keys never move.

Caught by: test_gradient[False], test_gradient[True]
Page: reference-implementation
"""

import torch
from torch.nn import functional as F


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    packed = F.linear(x, w_qkv, b_qkv).reshape(n, t, 3, heads, d // heads)
    q, k, v = packed.permute(2, 0, 3, 1, 4)
    scores = q @ k.transpose(2, 3) / (d // heads) ** 0.5
    if causal:
        future = torch.ones(t, t, dtype=torch.bool, device=x.device).triu(1)
        scores = scores.masked_fill(future, -torch.inf)
    weights = scores.softmax(dim=-1).detach()
    y = (weights @ v).transpose(1, 2).reshape(n, t, d)
    return F.linear(y, w_out, b_out)
