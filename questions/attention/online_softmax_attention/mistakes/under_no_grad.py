"""The blocks are worked through under `no_grad`.

It saves the memory of the graph, and with it the gradient: neither queries nor keys nor values learn. FlashAttention saves
that memory too, but it comes with a backward pass of its own that computes the scores of each block once more.

Caught by: test_gradient[three blocks], test_gradient[one block]
Page: online
"""

import torch


@torch.no_grad()
def online_softmax_attention(q, k, v, block):
    scale = q.shape[-1] ** -0.5
    top = q.new_full((*q.shape[:-1], 1), -torch.inf)
    total = torch.zeros_like(top)
    out = q.new_zeros(*q.shape[:-1], v.shape[-1])
    for start in range(0, k.shape[-2], block):
        keys, values = k[..., start : start + block, :], v[..., start : start + block, :]
        scores = q @ keys.transpose(-2, -1) * scale
        new = torch.maximum(top, scores.amax(dim=-1, keepdim=True))
        weights, shrink = (scores - new).exp(), (top - new).exp()
        total = total * shrink + weights.sum(dim=-1, keepdim=True)
        out = out * shrink + weights @ values
        top = new
    return out / total
