"""The bias of the convolution is lost.

beta minus mean times scale is right without a bias. With one, the running mean contains it, and leaving it out
shifts every output.

Caught by: test_hand_cases[the bias is scaled, too]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], beta - mean * scale
