"""The bias of the convolution is not scaled.

Batch norm comes after the bias, so the bias is centered and scaled like every other part of its input.

Caught by: test_hand_cases[the bias is scaled, too]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], bias + beta - mean * scale
