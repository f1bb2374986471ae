"""The gates are a softmax over the channels.

Softmax makes channels compete: the gates sum to 1, so each of 256 channels is scaled to about 1/256. Several channels may matter at once, hence a
sigmoid for each.

Caught by: test_hand_cases[the second bias alone: 3/4 and 1/4]
Page: common-mistakes
"""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = softmax(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]
