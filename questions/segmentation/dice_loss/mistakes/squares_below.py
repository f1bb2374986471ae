"""The denominator sums squares, as V-Net does.

A variant with its own gradient. For hard masks it is the same, since 0 and 1 are their own squares; for
probabilities it is smaller.

Caught by: test_hand_cases[undecided: 1 - 3/5]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = (probs**2).sum(axis=axes) + (target**2).sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
