"""Plain Python over rows."""

import math


def _softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    losses = []
    for x, target in zip(logits.tolist(), targets.tolist()):
        s, weight = (x, alpha) if target == 1 else (-x, 1 - alpha)
        losses.append(weight * math.exp(-gamma * _softplus(s)) * _softplus(-s))
    return losses
