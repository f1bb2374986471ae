"""The factor is laid along the input channels.

Batch norm follows the convolution and has a factor for each of its outputs, axis 0 of the weight. Along axis 1
it fits only where both numbers agree.

Caught by: test_sizes_that_agree[shape0]
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None], (bias - mean) * scale + beta
