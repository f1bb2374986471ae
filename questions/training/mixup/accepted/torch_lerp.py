"""PyTorch, lerp."""

import torch


def mixup(x, y, lam, permutation):
    y = y.to(x.dtype)
    return torch.lerp(x[permutation], x, lam), torch.lerp(y[permutation], y, lam)
