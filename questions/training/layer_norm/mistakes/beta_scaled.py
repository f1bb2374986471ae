"""beta is multiplied by gamma.

First scale, then shift: gamma * x_hat + beta. gamma * (x_hat + beta) is another layer, and weights of other
code do not fit it.

Caught by: test_hand_cases[beta of each feature, not scaled]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return gamma * ((x - mean) / np.sqrt(var + eps) + beta)
