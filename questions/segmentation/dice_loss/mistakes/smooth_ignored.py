"""`smooth` is accepted, and 1 is used.

With the default nothing shows. Hand the argument on.

Caught by: test_smooth[a quarter]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + 1.0) / (total + 1.0)
    return np.mean(1 - dice)
