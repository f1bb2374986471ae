"""PyTorch, two projections taken out of dy."""

import torch


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = [0, *range(2, x.dim())]
    if x.numel() == 0:
        return torch.zeros_like(x), torch.zeros_like(gamma), torch.zeros_like(gamma)
    var, mean = torch.var_mean(x, dim=axes, correction=0, keepdim=True)
    scale = torch.rsqrt(var + eps)
    x_hat = (x - mean) * scale
    along = (dy * x_hat).mean(dim=axes, keepdim=True)
    inside = dy - dy.mean(dim=axes, keepdim=True) - x_hat * along
    dx = gamma.reshape(mean.shape) * scale * inside
    return dx, (dy * x_hat).sum(dim=axes), dy.sum(dim=axes)
