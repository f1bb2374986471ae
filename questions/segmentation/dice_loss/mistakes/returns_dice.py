"""Dice is returned, not the loss.

Dice is a similarity, 1 for a perfect prediction. Minimizing it makes the network avoid the object. The loss
is `1 - dice`.

Caught by: test_hand_cases[perfect]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(dice)
