"""The logits are taken for probabilities.

Without the sigmoid a logit of 3 is a "probability" of 3, and the logarithm of a negative number is NaN.

Caught by: test_hand_cases[positive at 1/2]
Page: in-30-seconds
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    weight = np.where(targets == 1, alpha, 1 - alpha)
    p_t = np.where(targets == 1, logits, 1 - logits)
    ce, miss = -np.log(p_t), 1 - p_t
    return weight * miss**gamma * ce
