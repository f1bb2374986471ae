"""PyTorch, flattened samples."""

import torch


def dice_loss(probs, target, smooth=1.0):
    p, t = probs.flatten(1), target.flatten(1)
    inter = (p * t).sum(1)
    total = p.sum(1) + t.sum(1)
    dice = (2 * inter + smooth) / (total + smooth)
    return (1 - dice).mean()
