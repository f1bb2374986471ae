"""Both biases are left out.

Much-copied PyTorch code has `bias=False` in both linear layers. Here both biases are arguments. Without them every gate
is 1/2 where the ReLU leaves nothing, whatever was learned.

Caught by: test_hand_cases[the second bias alone: 3/4 and 1/4], test_hand_cases[the first bias alone: 3/4 and 1/4]
Page: common-mistakes
"""

import numpy as np


def se_block(x, w1, b1, w2, b2):
    pooled = x.mean(axis=(2, 3))
    hidden = np.maximum(pooled @ w1.T, 0)
    gates = 1 / (1 + np.exp(-(hidden @ w2.T)))
    return x * gates[:, :, None, None]
