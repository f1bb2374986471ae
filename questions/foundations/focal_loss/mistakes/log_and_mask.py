"""Both logarithms are computed, and a mask keeps one.

Where the masked one is infinite, 0 times infinity is NaN, in the value (target 1 times log p, target 0 times log(1 - p)) or in the gradient. Use a form that is finite on both sides.

Caught by: test_large_logits[positive at 100: nothing-2.0-float64]
Page: focal-derivation
"""

import torch


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    p = torch.sigmoid(logits)
    ce = -targets * torch.log(p) - (1 - targets) * torch.log(1 - p)
    p_t = p * targets + (1 - p) * (1 - targets)
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    return alpha_t * (1 - p_t) ** gamma * ce
