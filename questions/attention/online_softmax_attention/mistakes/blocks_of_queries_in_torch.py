"""The queries are split, and each part is compared with all keys (in PyTorch).

The memory is block x S instead of T x block. Splitting the queries is the easy half of FlashAttention: each query is
independent of the others. The half that is asked for splits the keys, and needs a running maximum and sum.

Caught by: test_speed_of_memory
Page: online
"""

import torch


def online_softmax_attention(q, k, v, block):
    scale = q.shape[-1] ** -0.5
    parts = [torch.softmax(part @ k.transpose(-2, -1) * scale, dim=-1) @ v for part in q.split(block, dim=-2)]
    return torch.cat(parts, dim=-2)
