"""Plain Python, one channel after the other."""

import math

import numpy as np


def of_one_channel(dy, x, gamma, eps):
    n = len(x)
    mean = math.fsum(x) / n
    root = math.sqrt(math.fsum((v - mean) ** 2 for v in x) / n + eps)
    x_hat = [(v - mean) / root for v in x]
    dgamma, dbeta = math.fsum(g * h for g, h in zip(dy, x_hat)), math.fsum(dy)
    dx = [gamma / root * (g - dbeta / n - h * dgamma / n) for g, h in zip(dy, x_hat)]
    return dx, dgamma, dbeta


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    result, dgamma, dbeta = np.zeros(x.shape), [0.0] * x.shape[1], [0.0] * x.shape[1]
    for c in range(x.shape[1]):
        if x.size:
            values = dy[:, c].ravel().tolist(), x[:, c].ravel().tolist()
            dx, dgamma[c], dbeta[c] = of_one_channel(*values, float(gamma[c]), eps)
            result[:, c] = np.array(dx).reshape(result[:, c].shape)
    return result, dgamma, dbeta
