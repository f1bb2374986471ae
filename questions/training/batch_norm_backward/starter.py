# question: training/batch_norm_backward
import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    """Gradients of training-mode batch norm.

    Args:
        dy: gradient of the loss in y, like x.
        x: (N, C) or (N, C, H, W) floats.
        gamma: (C,) scale.
        eps: added to the biased variance.

    Returns:
        dx like x, dgamma (C,), dbeta (C,).
    """
    raise NotImplementedError("write me")
