"""`smooth` is added to the denominator only.

Then a perfect prediction costs something, the more the smaller the object is, and an empty target costs 1
even if it is predicted empty.

Caught by: test_hand_cases[perfect]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter) / (total + smooth)
    return np.mean(1 - dice)
