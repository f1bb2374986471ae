"""A sparse tensor that announces 2^60 elements.

Whoever makes it dense runs out of memory.

Held by: exact types
Expected: wrong type
"""

import torch


def scale(x, factor):
    return torch.sparse_coo_tensor(torch.zeros(1, 1, dtype=torch.int64), torch.ones(1), (1 << 60,))
