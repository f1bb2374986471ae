"""PyTorch, masked_fill; the factor is made safe for p = 1."""

import torch


def dropout(x, u, p, training=True):
    if not training:
        return x
    factor = 1 / (1 - p) if p < 1 else 0.0
    return (x * factor).masked_fill(u < p, 0.0)
