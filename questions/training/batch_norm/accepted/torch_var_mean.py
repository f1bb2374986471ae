"""PyTorch, var_mean and lerp."""

import torch


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = [0, *range(2, x.dim())]
    shape = [1, -1] + [1] * (x.dim() - 2)
    if training:
        var, mean = torch.var_mean(x, dim=axes, correction=0)
        unbiased = torch.var(x, dim=axes, correction=1)
        running_mean = torch.lerp(running_mean, mean, momentum)
        running_var = torch.lerp(running_var, unbiased, momentum)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.view(shape)) * torch.rsqrt(var.view(shape) + eps)
    return x_hat * gamma.view(shape) + beta.view(shape), running_mean, running_var
