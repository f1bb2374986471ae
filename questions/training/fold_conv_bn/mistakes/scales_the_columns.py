"""The factor meets the weight as it is.

A row of O numbers is laid along the last axis, the width of the kernel. Outputs are axis 0, so three axes have
to be added behind.

Caught by: test_outputs_do_not_mix
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale, (bias - mean) * scale + beta
