"""The root is missing.

The factor is gamma over the standard deviation. The running value is a variance.

Caught by: test_hand_cases[the variance 4 is a deviation of 2]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / (var + eps)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta
