"""The logarithm is taken of the finished probability.

At a logit of 40 the sigmoid is 1 as a float, and 1 - p is 0: its logarithm is -inf. -log p_t is softplus(-s), or binary cross-entropy *with logits*.

Caught by: test_large_logits[negative at 100: 0.75 * 100-2.0-float64]
Page: focal-derivation
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    p = 1 / (1 + np.exp(-logits))
    ce = -np.log(np.where(targets == 1, p, 1 - p))
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce
