"""The factor stands in training and at test time.

Dividing by 1 - p in training has already restored the mean. With another factor of 1 - p at test time all
activations are too small by it, in every layer with dropout.

Caught by: test_identity_when_not_training[0.5]
Page: said-and-true
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x * (1 - p)
    return np.zeros_like(x) if p == 1 else x * (u >= p) / (1 - p)
