"""PyTorch, x minus logsumexp."""

import torch


def log_softmax(x, axis=-1):
    return x - torch.logsumexp(x, dim=axis, keepdim=True)
