"""A tensor of eight terabytes.

One number, expanded; no memory stands behind it.

Held by: resource limits, strict frames
Expected: out of memory
"""

import torch


def scale(x, factor):
    return torch.ones(1, dtype=torch.float64).expand(1 << 20, 1 << 20)
