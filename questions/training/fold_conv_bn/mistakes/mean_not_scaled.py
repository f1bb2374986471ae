"""The mean is subtracted after scaling.

It belongs to the input of batch norm, before the factor: (b - mean) times scale.

Caught by: test_hand_cases[all of it]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], bias * scale - mean + beta
