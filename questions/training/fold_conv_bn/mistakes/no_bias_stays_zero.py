"""A missing bias comes back as zeros.

Batch norm shifts by beta minus mean times scale, so the folded convolution needs a bias although the first one
had none.

Caught by: test_hand_cases[no bias]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    if bias is None:
        return weight * scale[:, None, None, None], np.zeros_like(mean)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta
