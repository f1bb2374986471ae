# question: training/fold_conv_bn
import numpy as np


def fold_conv_bn(weight, bias, gamma, beta, mean, var, eps=1e-5):
    """Weight and bias of one convolution that does what convolution and batch norm did.

    Args:
        weight: (O, I, kh, kw) floats.
        bias: (O,) or None.
        gamma: (O,) scale.
        beta: (O,) shift.
        mean: (O,) running mean.
        var: (O,) running variance.
        eps: added to the variance.

    Returns:
        weight (O, I, kh, kw), bias (O,).
    """
    raise NotImplementedError("write me")
