"""The losses of the samples are added up.

Then the loss, and with it the step, grows with the batch. The mean does not.

Caught by: test_each_sample_for_itself
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.sum(1 - dice)
