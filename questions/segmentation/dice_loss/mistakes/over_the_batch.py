"""The sums run over the whole batch.

That is batch Dice, one ratio for all samples together: a small object that is missed hardly counts beside a
large one that is found. It is used on purpose where single images may be empty; here each sample has its own
ratio.

Caught by: test_each_sample_for_itself
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=None)
    total = probs.sum(axis=None) + target.sum(axis=None)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
