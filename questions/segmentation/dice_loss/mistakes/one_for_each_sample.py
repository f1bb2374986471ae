"""The mean over the samples is missing.

One value for each sample comes back; the loss of a batch is a single number here.

Caught by: test_shape[one axis]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return 1 - dice
