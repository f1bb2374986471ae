"""NumPy with softplus of the margin."""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    return weight * np.exp(-gamma * np.logaddexp(0, s)) * np.logaddexp(0, -s)
