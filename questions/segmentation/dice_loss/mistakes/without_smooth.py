"""`smooth` is left out.

The ratio alone is 0/0 for a sample without foreground that was found empty, and its loss depends on a single false pixel. `smooth` is
added to the numerator and to the denominator.

Caught by: test_hand_cases[disjoint: 1 - 1/5], test_smooth[a quarter]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    with np.errstate(invalid="ignore"):
        dice = 2 * inter / total
    return np.mean(1 - dice)
