"""The factor takes p for all rows, not p_t.

(1 - p) ** gamma is right for positives. For a negative, p_t is 1 - p, so the factor is p ** gamma: a background that is surely background has to vanish.

Caught by: test_hand_cases[negative at 3/4: hard]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, logits))
    return weight * miss**gamma * ce
