"""NumPy, the factor along axis 0."""

import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    if bias is None:
        bias = np.zeros_like(mean)
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], (bias - mean) * scale + beta
