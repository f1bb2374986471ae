"""The mean over the rows is returned.

One value for each row is asked. In a detector the sum is divided by the number of *positives*; the mean over 100,000 anchors would be next to nothing.

Caught by: test_shape
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return (weight * miss**gamma * ce).mean()
