"""The denominator has no gradient.

The values are right. But the denominator is what pushes false pixels down: with it held constant the slope is
0 for all pixels outside of the object, and nothing stops the prediction from growing.

Caught by: test_gradient_by_hand
Page: mistakes-dice
"""

import torch


def dice_loss(probs, target, smooth=1.0):
    p, t = probs.flatten(1), target.flatten(1)
    inter = (p * t).sum(1)
    total = p.sum(1) + t.sum(1)
    dice = (2 * inter + smooth) / (total.detach() + smooth)
    return (1 - dice).mean()
