"""The statistics of the batch stand under `no_grad`, together with the running ones.

The running values need no gradient, the mean and the variance that normalize the batch do: they are functions of x.
Without them the gradient in x is `gamma / sqrt(var + eps)` times the upstream one, as in evaluation mode. In a deep
network such training is unstable.

Caught by: test_gradient[rows], test_gradient[images]
Page: common-mistakes
"""

import torch


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = [0, *range(2, x.dim())]
    shape = [1, -1] + [1] * (x.dim() - 2)
    if training:
        with torch.no_grad():
            var, mean = torch.var_mean(x, dim=axes, correction=0)
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * torch.var(x, dim=axes, correction=1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return x_hat * gamma.view(shape) + beta.view(shape), running_mean, running_var
