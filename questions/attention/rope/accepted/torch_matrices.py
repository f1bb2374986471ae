"""PyTorch, one 2 x 2 matrix for each token and pair."""

import torch


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    exponent = torch.arange(d // 2, dtype=x.dtype, device=x.device) * (-2 / d)
    angles = torch.outer(positions.to(x.dtype), torch.pow(base, exponent))
    rows = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], dim=-1)
    matrices = rows.unflatten(-1, (2, 2))
    return torch.einsum("tpij,...tpj->...tpi", matrices, x.unflatten(-1, (d // 2, 2))).flatten(-2)
