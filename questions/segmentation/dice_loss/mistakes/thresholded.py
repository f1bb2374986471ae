"""The probabilities are thresholded first.

Hard Dice is the metric. As a loss it has a gradient of 0 everywhere; the soft one uses the probabilities
themselves.

Caught by: test_hand_cases[soft: 1 - 3/4.5]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    probs = (probs > 0.5).astype(probs.dtype)
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
