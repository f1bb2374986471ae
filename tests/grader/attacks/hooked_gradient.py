"""A tensor whose gradient is made by a hook.

The backward pass runs code of the answer.

Held by: verdict outside
Expected: wrong value
"""

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(context, x, factor):
        return x.clone()

    @staticmethod
    def backward(context, gradient):
        return gradient, None


def scale(x, factor):
    y = Scale.apply(x, factor)
    if y.requires_grad:
        y.register_hook(lambda gradient: gradient * 3)
    return y
