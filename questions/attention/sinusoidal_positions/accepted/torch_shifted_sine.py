"""PyTorch: a cosine is a sine that is a quarter of a turn ahead."""

import math

import torch


def sinusoidal_positions(length, dim, base=10000.0):
    column = torch.arange(dim, dtype=torch.float64)
    frequency = float(base) ** (-(column - column % 2) / dim)
    return torch.sin(
        torch.arange(length, dtype=torch.float64)[:, None] * frequency + column % 2 * (math.pi / 2)
    )
