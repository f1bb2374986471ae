"""Mean and variance are treated as constants.

They are computed from `x.detach()`, so the gradient does not know that they move with x. Layer norm has the same
statistics in training and at test time, and x learns through them: that is why its gradient has mean 0 in every row.

Caught by: test_gradient
Page: common-mistakes
"""

import torch


def layer_norm(x, gamma, beta, eps=1e-5):
    var, mean = torch.var_mean(x.detach(), dim=-1, correction=0, keepdim=True)
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta
