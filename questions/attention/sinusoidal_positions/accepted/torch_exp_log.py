"""PyTorch, frequencies by exp and log as in many code bases, in float64."""

import math

import torch


def sinusoidal_positions(length, dim, base=10000.0):
    position = torch.arange(length, dtype=torch.float64)[:, None]
    frequency = torch.exp(torch.arange(0, dim, 2, dtype=torch.float64) * (-math.log(base) / dim))
    out = torch.zeros(length, dim, dtype=torch.float64)
    out[:, 0::2] = torch.sin(position * frequency)
    out[:, 1::2] = torch.cos(position * frequency)
    return out
