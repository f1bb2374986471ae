"""Means over the pixels are taken instead of sums.

Without smoothing the ratio is the same. With it, smooth is now compared with shares between 0 and 1 instead
of with pixel counts, and outweighs them: nearly every loss is close to 0.

Caught by: test_hand_cases[disjoint: 1 - 1/5]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).mean(axis=axes)
    total = probs.mean(axis=axes) + target.mean(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
