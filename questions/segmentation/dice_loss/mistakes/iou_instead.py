"""The union is in the denominator: this is the IoU loss.

Soft IoU (Jaccard) takes the overlap out once: I / (P + T - I). It orders masks alike and has other values:
1/3 where Dice is 1/2.

Caught by: test_hand_cases[half: 1 - 3/5]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (inter + smooth) / (total - inter + smooth)
    return np.mean(1 - dice)
