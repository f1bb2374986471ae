"""Negatives have the weight 1.

alpha belongs to the positives *and*, as 1 - alpha, to the negatives.

Caught by: test_hand_cases[negative at 1/2: the larger weight]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1.0)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce
