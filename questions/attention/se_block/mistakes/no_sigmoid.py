"""The sigmoid is missing.

The factor is then any number: negative gates flip a channel, large ones make it explode, layer by layer.

Caught by: test_hand_cases[nothing learned: half of everything]
Page: common-mistakes
"""

import numpy as np


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = hidden @ w2.T + b2
    return x * gates[:, :, None, None]
