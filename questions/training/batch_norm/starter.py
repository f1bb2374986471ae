# question: training/batch_norm
import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """gamma * (x - mean) / sqrt(var + eps) + beta for each channel, and the running values.

    Args:
        x: (N, C) or (N, C, H, W) floats.
        gamma: (C,) scale.
        beta: (C,) shift.
        running_mean: (C,).
        running_var: (C,).
        training: normalize by the batch and update the running values; else by the running values.
        momentum: weight of the new value in the running ones.
        eps: added to the variance.

    Returns:
        y like x, running_mean (C,), running_var (C,), without changing any input.
    """
    raise NotImplementedError("write me")
