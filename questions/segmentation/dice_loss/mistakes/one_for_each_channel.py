"""Each channel of a sample has a Dice of its own.

Summing over height and width only, and then taking the mean over samples and channels, gives a small class as much weight as a large one. That is a
choice for several classes; here all pixels of a sample, in all channels, belong into one ratio.

Caught by: test_shape[channels], test_channels_are_pixels_too
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = (2, 3) if probs.ndim == 4 else tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
