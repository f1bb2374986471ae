"""The sign is missing.

log p_t is at most 0, so the loss has to carry a minus. Minimized without it, the probability of the truth is driven to 0.

Caught by: test_hand_cases[positive at 1/2]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = -np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce
