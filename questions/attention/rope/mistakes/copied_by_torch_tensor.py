"""`torch.tensor(x)` makes a copy without a history.

It is meant for numbers and lists. Of a tensor it makes a new leaf (and PyTorch warns), so queries and keys
come out right, but the projections that made them get no gradient. Use x itself, or `x.clone()` for a copy.

Caught by: test_gradient
Page: rope
"""

import torch


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    frequency = base ** (-torch.arange(0, d, 2, dtype=torch.float64, device=x.device) / d)
    angle = positions.to(torch.float64)[:, None] * frequency
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    old = torch.tensor(x)
    new = torch.empty_like(old)
    new[..., 0::2] = old[..., 0::2] * cos - old[..., 1::2] * sin
    new[..., 1::2] = old[..., 0::2] * sin + old[..., 1::2] * cos
    return new
