"""gamma multiplies instead of being a power.

gamma * (1 - p_t) is linear, and 0 for gamma 0, where plain cross-entropy should be left.

Caught by: test_gamma[0.0-0.0]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss * gamma * ce
