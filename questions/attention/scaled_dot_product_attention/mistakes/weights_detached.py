"""The weights of the attention are detached.

That is right for a plot of them, and wrong on the way to the result: the values still learn, queries and keys get no
gradient, so nothing learns *where* to look.

Caught by: test_gradient[everything is seen], test_gradient[mask and causal]
Page: reference-implementation
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    seen = torch.ones_like(scores, dtype=torch.bool)
    if mask is not None:
        seen = seen & mask
    if causal:
        seen = seen.tril()
    weights = scores.masked_fill(~seen, -math.inf).softmax(dim=-1)
    weights = weights.masked_fill(~seen, 0).detach()
    return weights @ v
