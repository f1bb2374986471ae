# question: training/group_norm
import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    """gamma * (x - mean) / sqrt(var + eps) + beta, with mean and variance of each image and group of channels.

    Args:
        x: (N, C, H, W) floats.
        groups: int, divides C.
        gamma: (C,) scale.
        beta: (C,) shift.
        eps: added to the biased variance.

    Returns:
        Like x.
    """
    raise NotImplementedError("write me")
