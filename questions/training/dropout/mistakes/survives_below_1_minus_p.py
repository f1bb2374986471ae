"""What is below 1 - p survives.

The probability and the factor are right: u < 1 - p keeps a share of 1 - p. But the draw is another one than `u >= p`, so with
the same noise other elements survive. Both conventions are common; this exercise names the second, so that a result can be
compared element by element.

Caught by: test_hand_cases[three eighths: p and 1 - p differ], test_noise_exactly_at_p_survives[float64]
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return np.where(u < 1 - p, x / (1 - p), 0)
