"""The rows are divided by the number of positives.

That is what a detector does afterwards, over all images of the batch. Asked is the plain loss of each row; and without any positive it is a division by 0.

Caught by: test_hand_cases[negative at 1/2: the larger weight]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce / targets.sum()
