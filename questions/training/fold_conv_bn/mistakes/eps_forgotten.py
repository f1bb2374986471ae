"""Epsilon is left out.

It is part of what the layer computes. Channels of small variance come out too large, by a factor of 1.4 where
the variance is as small as epsilon.

Caught by: test_hand_cases[eps is added to the variance, inside the root]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta
