# question: segmentation/dice_loss
import numpy as np


def dice_loss(probs, target, smooth=1.0):
    """Mean over the samples of 1 - Dice.

    Args:
        probs: (N, ...) floats in [0, 1], N >= 1.
        target: (N, ...) floats, 0.0 or 1.0.
        smooth: a number that is added above and below.

    Returns:
        A number.
    """
    raise NotImplementedError("write me")
