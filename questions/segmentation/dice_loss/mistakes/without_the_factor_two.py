"""The factor 2 is missing.

The denominator counts the overlap twice, once in each sum, so the numerator has to as well. Without it a
perfect prediction costs about a half.

Caught by: test_hand_cases[perfect]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
