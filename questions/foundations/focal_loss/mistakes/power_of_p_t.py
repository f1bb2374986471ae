"""The factor is p_t to the power of gamma.

That strengthens the easy examples and silences the hard ones: the contrary of what is wanted. The factor is (1 - p_t) ** gamma.

Caught by: test_hand_cases[positive at 3/4: easy]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, -s))
    return weight * miss**gamma * ce
