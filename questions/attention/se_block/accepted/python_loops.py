"""Plain Python, loops over images, channels and pixels."""

import math

import numpy as np


def sigmoid(z):
    e = math.exp(-abs(z))
    return (1 if z >= 0 else e) / (1 + e)


def layer(values, weight, bias):
    return [sum(w * v for w, v in zip(row, values)) + b for row, b in zip(weight, bias)]


def se_block(x, w1, b1, w2, b2):
    w1, b1, w2, b2 = w1.tolist(), b1.tolist(), w2.tolist(), b2.tolist()
    out = np.zeros(x.shape)
    for n in range(x.shape[0]):
        image = x[n].tolist()
        means = [sum(map(sum, channel)) / (x.shape[2] * x.shape[3]) for channel in image]
        hidden = [max(h, 0.0) for h in layer(means, w1, b1)]
        for c, z in enumerate(layer(hidden, w2, b2)):
            gate = sigmoid(z)
            out[n, c] = [[gate * value for value in row] for row in image[c]]
    return out
