"""PyTorch: softmax is the gradient of logsumexp, and can be differentiated once more."""

import torch


def softmax(x, axis=-1):
    def total(logits):
        return torch.logsumexp(logits, dim=axis).sum()

    return torch.func.grad(total)(x)
