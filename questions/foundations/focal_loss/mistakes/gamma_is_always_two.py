"""gamma is not used.

The square is written into the formula. With gamma 0 the focal loss has to be weighted cross-entropy, a good test of any implementation.

Caught by: test_gamma[0.0-0.0], test_gamma[3.5-1.0]
Page: focal-loss
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    ce = np.logaddexp(0, -s)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**2 * ce
