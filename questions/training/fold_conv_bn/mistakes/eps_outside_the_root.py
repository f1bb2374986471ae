"""Epsilon is added to the deviation.

The training code has it inside the root. The difference shows in channels of small variance.

Caught by: test_hand_cases[eps is added to the variance, inside the root]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / (np.sqrt(var) + eps)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta
