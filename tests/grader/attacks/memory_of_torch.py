"""Tensors in steps of 64 MiB, up to 2 GiB.

PyTorch's own allocator raises a RuntimeError.

Held by: resource limits
Expected: out of memory
Without resource limits: wrong value
"""

import torch


def scale(x, factor):
    kept = [torch.empty(8 << 20, dtype=torch.float64) for _ in range(32)]
    return x if kept else None
