"""The bias is divided by the deviation, but not multiplied by gamma.

Scale and shift share one factor, gamma over the deviation.

Caught by: test_hand_cases[all of it]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], (bias - mean) / np.sqrt(var + eps) + beta
