"""PyTorch: softmax is the gradient of logsumexp."""

import torch


def softmax(x, axis=-1):
    x = x.detach().requires_grad_(True)
    total = torch.logsumexp(x, dim=axis)
    return torch.autograd.grad(total.sum(), x)[0]
