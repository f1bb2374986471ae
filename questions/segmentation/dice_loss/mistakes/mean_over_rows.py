"""Only the last axis is summed.

Each row of the image gets a Dice of its own, and rows without the object get one from the smoothing alone.
All pixels of a sample belong into one ratio.

Caught by: test_all_pixels_of_a_sample_together
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=-1)
    total = probs.sum(axis=-1) + target.sum(axis=-1)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
