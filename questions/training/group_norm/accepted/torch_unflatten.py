"""PyTorch, unflatten and var_mean."""

import torch


def group_norm(x, groups, gamma, beta, eps=1e-5):
    grouped = x.unflatten(1, (groups, x.shape[1] // groups))
    var, mean = torch.var_mean(grouped, dim=(2, 3, 4), correction=0, keepdim=True)
    x_hat = ((grouped - mean) * torch.rsqrt(var + eps)).flatten(1, 2)
    return x_hat * gamma.view(-1, 1, 1) + beta.view(-1, 1, 1)
