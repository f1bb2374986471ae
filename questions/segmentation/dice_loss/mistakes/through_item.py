"""The loss leaves the graph as a Python number.

`.item()` gives a number without a history; `backward` then has nothing to differentiate, or fails. Return the
tensor.

Caught by: test_gradient_by_hand
Page: mistakes-dice
"""

import torch


def dice_loss(probs, target, smooth=1.0):
    p, t = probs.flatten(1), target.flatten(1)
    inter = (p * t).sum(1)
    total = p.sum(1) + t.sum(1)
    dice = (2 * inter + smooth) / (total + smooth)
    return torch.tensor((1 - dice).mean().item(), dtype=probs.dtype)
