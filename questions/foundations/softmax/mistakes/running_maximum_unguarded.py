"""The running maximum starts at `-inf` and meets a masked entry.

In a one-pass softmax the sum so far is rescaled by `exp(old - new)`. When the first entry is `-inf` the
maximum is still `-inf`, and `-inf - -inf` is NaN, which stays in the sum for good. Skip an entry of `-inf`,
or rescale only when a larger logit has come.

Caught by: test_minus_infinity_gets_zero[the first]
Page: one-pass
"""

import math

import numpy as np


def softmax(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    out = np.empty(rows.shape)
    for index in np.ndindex(rows.shape[:-1]):
        top, total = -math.inf, 0.0
        for value in rows[index].tolist():
            new = max(top, value)
            total = total * math.exp(top - new) + math.exp(value - new)
            top = new
        out[index] = np.exp(rows[index] - top) / total
    return np.moveaxis(out, -1, axis)
