"""PyTorch with an additive mask and logsumexp."""

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = torch.einsum("...td,...sd->...ts", q, k) * q.shape[-1] ** -0.5
    bias = torch.zeros_like(scores)
    if mask is not None:
        bias = bias.masked_fill(mask.logical_not(), float("-inf"))
    if causal:
        rows = torch.arange(scores.shape[-2], device=q.device)
        columns = torch.arange(scores.shape[-1], device=q.device)
        bias = bias.masked_fill(columns > rows[:, None], float("-inf"))
    scores = scores + bias
    total = torch.logsumexp(scores, dim=-1, keepdim=True)
    return (scores - total.masked_fill(total == float("-inf"), 0)).exp() @ v
