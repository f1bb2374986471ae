"""The sigmoid is a hard sigmoid.

ReLU6(z + 3) / 6 is the gate of MobileNetV3, which saves the exponential. SENet's is the sigmoid. They agree at 0 and at infinity only.

Caught by: test_hand_cases[the second bias alone: 3/4 and 1/4]
Page: common-mistakes
"""

import numpy as np


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = np.clip(hidden @ w2.T + b2 + 3, 0, 6) / 6
    return x * gates[:, :, None, None]
