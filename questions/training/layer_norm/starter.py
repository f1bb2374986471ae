# question: training/layer_norm
import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    """gamma * (x - mean) / sqrt(var + eps) + beta along the last axis.

    Args:
        x: (..., D) floats.
        gamma: (D,) scale.
        beta: (D,) shift.
        eps: added to the biased variance.

    Returns:
        Like x.
    """
    raise NotImplementedError("write me")
