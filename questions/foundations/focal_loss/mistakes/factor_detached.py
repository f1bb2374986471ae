"""The factor carries no gradient.

All values are right, but the slope is then that of weighted cross-entropy: easy examples pull less, yet the term that makes the factor itself fall is missing. The paper differentiates the whole product.

Caught by: test_gradient[2.0-float64]
Page: focal-derivation
"""

import torch
import torch.nn.functional as F


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    p = torch.sigmoid(logits)
    p_t = p * targets + (1 - p) * (1 - targets)
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    return alpha_t * ((1 - p_t) ** gamma).detach() * ce
