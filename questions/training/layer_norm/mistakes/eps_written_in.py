"""The argument `eps` is ignored.

1e-5 is written into the formula, so every other epsilon (1e-6 in ViT, 1e-12 in BERT) does nothing. Use the argument.

Caught by: test_hand_cases[eps is added to the variance, inside the root]
Also with: 1e-3, 1e-6, 1e-8, 1e-12 for 1e-5
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta
