"""A sigmoid is applied to what is a probability already.

sigmoid(0) is 0.5 and sigmoid(1) is 0.73: every pixel looks half like the object, and no prediction is ever
right. Decide in one place whether a function takes logits or probabilities.

Caught by: test_hand_cases[perfect]
Page: mistakes-dice
"""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    axes = tuple(range(1, probs.ndim))
    probs = 1 / (1 + np.exp(-probs))
    inter = (probs * target).sum(axis=axes)
    total = probs.sum(axis=axes) + target.sum(axis=axes)
    dice = (2 * inter + smooth) / (total + smooth)
    return np.mean(1 - dice)
