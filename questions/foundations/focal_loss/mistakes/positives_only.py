"""Negatives cost nothing.

-alpha (1 - p) ** gamma log p, multiplied by the target, forgets the second half: the many negatives are what the loss was made for.

Caught by: test_hand_cases[negative at 1/2: the larger weight]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = alpha * targets
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce
