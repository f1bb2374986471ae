"""PyTorch, rsqrt of the mean of the squares."""

import torch


def rms_norm(x, gamma, eps=1e-6):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * gamma
