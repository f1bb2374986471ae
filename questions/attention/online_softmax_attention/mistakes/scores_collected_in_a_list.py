"""The scores of all blocks are kept, and the softmax is taken at the end.

The loop walks over blocks of keys, but the list that it fills holds T x S scores after the last one. Only what the
next block needs may stay: a maximum, a sum and a weighted sum for each query.

Caught by: test_speed_of_memory
Page: online
"""

import torch


def online_softmax_attention(q, k, v, block):
    scale = q.shape[-1] ** -0.5
    scores = [q @ keys.transpose(-2, -1) * scale for keys in k.split(block, dim=-2)]
    top = torch.stack([part.amax(dim=-1) for part in scores]).amax(dim=0)[..., None]
    total, out = 0, 0
    for part, values in zip(scores, v.split(block, dim=-2)):
        weights = (part - top).exp()
        total = total + weights.sum(dim=-1, keepdim=True)
        out = out + weights @ values
    return out / total
