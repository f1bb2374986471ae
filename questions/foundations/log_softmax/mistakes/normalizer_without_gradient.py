"""The logarithm of the sum is treated as a constant.

It is computed under `torch.no_grad()`. Every value is right, but the gradient of `x - constant` is the upstream
gradient itself; the part that pushes the other logits of the slice down is missing. Only the maximum may be
left out of the graph, because its gradient cancels.

Caught by: test_gradient[rows], test_gradient[columns]
Page: log-softmax
"""

import torch


def log_softmax(x, axis=-1):
    with torch.no_grad():
        top = x.amax(dim=axis, keepdim=True)
        normalizer = top + (x - top).exp().sum(dim=axis, keepdim=True).log()
    return x - normalizer
