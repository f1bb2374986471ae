"""The squeeze averages over the batch, too.

That is the axis list of batch norm, (0, 2, 3). All images then share their gates, and the prediction for one depends on
its neighbors in the batch.

Caught by: test_images_do_not_mix
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = np.broadcast_to(x.mean(axis=(0, 2, 3)), x.shape[:2])
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]
