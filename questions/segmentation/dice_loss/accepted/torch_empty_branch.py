"""PyTorch, one sample at a time, with a branch for a sample that is empty in both."""

import torch


def dice_loss(probs, target, smooth=1.0):
    losses = []
    for p, t in zip(probs, target):
        inter = (p * t).sum()
        total = p.sum() + t.sum()
        if total == 0:
            total = 2 * inter
        losses.append(1 - (2 * inter + smooth) / (total + smooth))
    return torch.stack(losses).mean()
