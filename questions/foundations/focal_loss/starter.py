# question: foundations/focal_loss
import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    """-alpha_t (1 - p_t)^gamma log p_t with p = sigmoid(logits), one value for each row.

    Args:
        logits: (N,) floats.
        targets: (N,) floats, 0.0 or 1.0.
        alpha: the weight of the positives; the negatives have 1 - alpha.
        gamma: 0, or at least 1.

    Returns:
        (N,) floats.
    """
    raise NotImplementedError("write me")
