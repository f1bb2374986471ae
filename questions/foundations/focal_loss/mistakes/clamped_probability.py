"""The probability is clamped before the logarithm.

`clip(p, 1e-7, 1 - 1e-7)` makes the loss finite and wrong: sure and wrong costs 16.1 and not 100, and in PyTorch the clamp has no slope, so that just the worst examples are not learned.

Caught by: test_large_logits[negative at 100: 0.75 * 100-0.0-float64]
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15 for 1e-7
Page: focal-derivation
"""

import numpy as np


def focal_loss(logits, targets, alpha=0.25, gamma=2.0):
    s = np.where(targets == 1, logits, -logits)
    weight = np.where(targets == 1, alpha, 1 - alpha)
    p_t = np.clip(np.exp(-np.logaddexp(0, -s)), 1e-7, 1 - 1e-7)
    ce = -np.log(p_t)
    miss = np.exp(-np.logaddexp(0, s))
    return weight * miss**gamma * ce
