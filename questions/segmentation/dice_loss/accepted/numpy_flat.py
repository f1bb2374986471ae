"""NumPy on flattened samples, the loss as the share of what disagrees: (P + T - 2I) / (P + T + s)."""

import numpy as np


def dice_loss(probs, target, smooth=1.0):
    p, t = probs.reshape(len(probs), -1), target.reshape(len(target), -1)
    total = p.sum(axis=1) + t.sum(axis=1)
    wrong = total - 2 * np.einsum("np,np->n", p, t)
    return (wrong / (total + smooth)).mean()
