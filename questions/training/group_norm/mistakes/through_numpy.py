"""The groups are normalized in NumPy.

`.detach().numpy()` leaves the graph, and `torch.from_numpy` starts a new one. gamma and beta still learn; x, and every
layer before this one, gets no gradient. `reshape`, `mean` and `sqrt` exist in PyTorch as well.

Caught by: test_gradient
Page: common-mistakes
"""

import numpy as np
import torch


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    values = x.detach().numpy().reshape(n, groups, c // groups, h, w)
    mean = values.mean(axis=(2, 3, 4), keepdims=True)
    var = values.var(axis=(2, 3, 4), keepdims=True)
    x_hat = torch.from_numpy(((values - mean) / np.sqrt(var + eps)).reshape(n, c, h, w))
    return x_hat * gamma[:, None, None] + beta[:, None, None]
