"""PyTorch with einsum: the axes of heads stand where they are."""

import torch


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    w = w_qkv.reshape(3, heads, -1, x.shape[-1])
    qkv = torch.einsum("ntc,phdc->pnthd", x, w) + b_qkv.reshape(3, 1, 1, heads, -1)
    scores = torch.einsum("nthd,nshd->nhts", qkv[0], qkv[1]) / qkv.shape[-1] ** 0.5
    if causal:
        places = torch.arange(x.shape[1], device=x.device)
        scores = scores.masked_fill(places > places[:, None], float("-inf"))
    y = torch.einsum("nhts,nshd->nthd", torch.softmax(scores, -1), qkv[2])
    return y.flatten(2) @ w_out.T + b_out
