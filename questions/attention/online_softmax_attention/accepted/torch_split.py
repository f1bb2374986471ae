"""PyTorch, blocks by split."""

import torch


def online_softmax_attention(q, k, v, block):
    scale = q.shape[-1] ** -0.5
    top = q.new_full((*q.shape[:-1], 1), float("-inf"))
    total = torch.zeros_like(top)
    out = q.new_zeros(*q.shape[:-1], v.shape[-1])
    for keys, values in zip(k.split(block, dim=-2), v.split(block, dim=-2)):
        scores = (q @ keys.transpose(-2, -1)) * scale
        new = torch.maximum(top, scores.amax(dim=-1, keepdim=True))
        weights, shrink = (scores - new).exp(), (top - new).exp()
        total = total * shrink + weights.sum(dim=-1, keepdim=True)
        out = out * shrink + weights @ values
        top = new
    return out / total
