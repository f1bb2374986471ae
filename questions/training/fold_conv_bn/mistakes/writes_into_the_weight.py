"""The weights of the caller are changed.

`*=` writes into the array that was passed in. Folding the same layer twice would then scale twice.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    weight *= scale[:, None, None, None]
    return weight, (bias - mean) * scale + beta
