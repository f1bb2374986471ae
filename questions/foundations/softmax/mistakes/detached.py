"""The result is cut off from the graph.

`.detach()` hands on the values without their history. The probabilities are right, but `backward` stops here, and
nothing below the softmax learns. (Detaching only the maximum is fine: its gradient cancels.)

Caught by: test_gradient[rows], test_gradient[columns]
Page: common-mistakes
"""

import torch


def softmax(x, axis=-1):
    e = torch.exp(x - x.amax(dim=axis, keepdim=True)).detach()
    return e / e.sum(dim=axis, keepdim=True)
