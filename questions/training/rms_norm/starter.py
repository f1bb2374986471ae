# question: training/rms_norm
import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    """gamma * x / sqrt(mean(x**2) + eps) along the last axis.

    Args:
        x: (..., D) floats.
        gamma: (D,) scale.
        eps: added to the mean square.

    Returns:
        Like x.
    """
    raise NotImplementedError("write me")
