"""The numerator is 2 * (I + smooth).

The factor 2 belongs to the overlap alone. With smooth twice above and once below, Dice exceeds 1 and the loss
becomes negative.

Caught by: test_hand_cases[perfect]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * (inter + smooth)) / (total + smooth)
    return np.mean(1 - dice)
